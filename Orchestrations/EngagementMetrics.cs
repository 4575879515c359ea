using System.Diagnostics.Metrics;

namespace ClinicalEngagement.Orchestrations;

/// <summary>
/// What the protocols did, counted: instrument <c>engagement.transitions</c> with the tags <c>protocol</c> and <c>transition</c>, both from
/// small fixed sets; nothing of a person is in them. A rehearsal reads it to show which steps were taken.
/// </summary>
public sealed class EngagementMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ClinicalEngagement.Orchestrations";

    /// <summary>The counter's name.</summary>
    public const string TransitionsName = "engagement.transitions";

    private readonly Counter<long> transitions;

    /// <summary>Makes a meter of its own, so that two engagements in one process can be told apart.</summary>
    public EngagementMetrics()
    {
        Meter = new Meter(MeterName);
        transitions = Meter.CreateCounter<long>(TransitionsName, description: "Steps that the protocols took.");
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>Counts one step; null is none.</summary>
    public void Took(string protocol, string? transition)
    {
        if (transition is not null)
            transitions.Add(1, new KeyValuePair<string, object?>("protocol", protocol), new KeyValuePair<string, object?>("transition", transition));
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
