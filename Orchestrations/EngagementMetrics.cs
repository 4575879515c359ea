using System.Diagnostics.Metrics;

namespace ClinicalEngagement.Orchestrations;

/// <summary>
/// What the protocols did, counted: instrument <c>engagement.transitions</c> with the tags <c>protocol</c> and <c>transition</c>, both from
/// small fixed sets; and how things stand, as the last <see cref="Observing.StandingReader"/> found them. Nothing of a person is in any of
/// it. A rehearsal reads the steps to show which were taken; the alerts of a deployment look at how things stand.
/// </summary>
public sealed class EngagementMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ClinicalEngagement.Orchestrations";

    /// <summary>The counter's name.</summary>
    public const string TransitionsName = "engagement.transitions";

    /// <summary>Engagements that are at work.</summary>
    public const string OpenProjectsName = "engagement.projects.open";

    /// <summary>Effects that were to be done and have not been for a day.</summary>
    public const string StuckName = "engagement.effects.stuck";

    /// <summary>Mails of which nobody knows yet whether they went out.</summary>
    public const string UncertainName = "engagement.effects.uncertain";

    /// <summary>Requests that could not be begun and wait for a person.</summary>
    public const string DeadRequestsName = "engagement.requests.dead";

    /// <summary>Tasks a week past their day.</summary>
    public const string OverdueTasksName = "engagement.tasks.overdue";

    private readonly Counter<long> transitions;
    private readonly Gauge<long> openProjects;
    private readonly Gauge<long> stuck;
    private readonly Gauge<long> uncertain;
    private readonly Gauge<long> deadRequests;
    private readonly Gauge<long> overdueTasks;

    /// <summary>Makes a meter of its own, so that two engagements in one process can be told apart.</summary>
    public EngagementMetrics()
    {
        Meter = new Meter(MeterName);
        transitions = Meter.CreateCounter<long>(TransitionsName, description: "Steps that the protocols took.");
        openProjects = Meter.CreateGauge<long>(OpenProjectsName, description: "Engagements that are at work.");
        stuck = Meter.CreateGauge<long>(StuckName, description: "Effects that were to be done and have not been for a day.");
        uncertain = Meter.CreateGauge<long>(UncertainName, description: "Mails of which nobody knows yet whether they went out.");
        deadRequests = Meter.CreateGauge<long>(DeadRequestsName, description: "Requests and notifications that failed and wait for a person.");
        overdueTasks = Meter.CreateGauge<long>(OverdueTasksName, description: "Tasks a week past their day.");
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>Counts one step; null is none.</summary>
    public void Took(string protocol, string? transition)
    {
        if (transition is not null)
            transitions.Add(1, new KeyValuePair<string, object?>("protocol", protocol), new KeyValuePair<string, object?>("transition", transition));
    }

    /// <summary>Says how things stand now.</summary>
    public void Stands(Observing.Standing standing)
    {
        openProjects.Record(standing.OpenProjects);
        stuck.Record(standing.StuckEffects);
        uncertain.Record(standing.UncertainSends);
        deadRequests.Record(standing.DeadRequests);
        overdueTasks.Record(standing.OverdueTasks);
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();
}

/// <summary>The protocols by the names that <see cref="EngagementMetrics"/> counts them by, with all steps of each.</summary>
public static class Protocols
{
    /// <summary>One panel member's.</summary>
    public const string Clinician = "clinician";

    /// <summary>A project's.</summary>
    public const string Project = "project";

    /// <summary>The updates'.</summary>
    public const string Updates = "updates";

    /// <summary>What people do with meetings.</summary>
    public const string Meeting = "meeting";

    /// <summary>Every step of every protocol.</summary>
    public static IReadOnlyList<(string Protocol, string Transition)> All { get; } =
    [
        .. Domain.Clinicians.ClinicianTransitions.All.Select(t => (Clinician, t)),
        .. Domain.Projects.ProjectTransitions.All.Select(t => (Project, t)),
        .. Domain.Updates.UpdateTransitions.All.Select(t => (Updates, t)),
        .. Domain.Meetings.MeetingTransitions.All.Select(t => (Meeting, t)),
    ];
}
