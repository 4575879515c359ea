using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;

namespace ClinicalEngagement.Domain.Projects;

/// <summary>Where an engagement as a whole stands.</summary>
public enum ProjectState
{
    /// <summary>At work.</summary>
    Running,

    /// <summary>Paused by the lead, who alone restarts it.</summary>
    Paused,

    /// <summary>Closed by the lead: the last update goes out, open meetings are cancelled, nothing else happens.</summary>
    Closed,
}

/// <summary>One improvement project and its engagement.</summary>
public sealed record Project : IVersioned
{
    /// <summary>Derived from the request that began it.</summary>
    public required ProjectId Id { get; init; }

    /// <summary>As it is shown, at most 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The plan as it stands.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Counts the plan's versions from 1.</summary>
    public int PlanVersion { get; init; } = 1;

    /// <summary>Advice and reminders that the lead set aside, with the reason.</summary>
    public IReadOnlyList<SetAside> SetAside { get; init; } = [];

    /// <summary>Who leads, and whose mailbox organises and sends.</summary>
    public required Person Lead { get; init; }

    /// <summary>Who stands in for the lead, or null.</summary>
    public Person? CoLead { get; init; }

    /// <summary>Who answers for the project to the board, and may meet a clinician as a peer; or null.</summary>
    public Person? Sponsor { get; init; }

    /// <summary>Whose bank holidays the project keeps.</summary>
    public Nation Nation { get; init; }

    /// <summary>The stage the project is in.</summary>
    public Stage Stage { get; init; }

    /// <summary>Since when.</summary>
    public required Instant StageSince { get; init; }

    /// <summary>The stages before, in order; a stage it came back to is there twice.</summary>
    public IReadOnlyList<StageSpan> StagesBefore { get; init; } = [];

    /// <summary>Running, paused or closed.</summary>
    public ProjectState State { get; init; }

    /// <summary>Whether first messages wait for the lead.</summary>
    public FirstMessages FirstMessages { get; init; }

    /// <summary>The lead's words in the first message.</summary>
    public required string FirstMessageWords { get; init; }

    /// <summary>How often an update goes out.</summary>
    public UpdateRhythm UpdateRhythm { get; init; }

    /// <summary>On which day of the week updates go; null leaves it to the date.</summary>
    public IsoDayOfWeek? UpdateDay { get; init; }

    /// <summary>At what time of day, on the clocks of the United Kingdom; null takes the trust's.</summary>
    public LocalTime? UpdateTime { get; init; }

    /// <summary>True when an update goes only with the lead's approval.</summary>
    public bool UpdatesNeedApproval { get; init; }

    /// <summary>True for sample data.</summary>
    public bool SampleData { get; init; }

    /// <summary>When the form was sent: the lead's word.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When the panel was identified: looked up, ordered, gaps made tasks; null before.</summary>
    public Instant? IdentifiedAt { get; init; }

    /// <summary>When the lead's account was found to be gone or disabled: nothing is decided, arranged or sent until it is back or the project is handed over. Null while it is there.</summary>
    public Instant? SendingStoppedAt { get; init; }

    /// <summary>Since when the lead's mailbox has answered that they are away, as it was last seen; null while they are there.</summary>
    public Instant? LeadAwaySince { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public Instant? ClosedAt { get; init; }

    /// <summary>What the lead wrote for the last update: what changed because of whom; null before closing.</summary>
    public string? ClosingWords { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>The person who meets a clinician; the lead where the project has nobody in that place.</summary>
    public Person HostOf(MeetingHost host) => host switch
    {
        MeetingHost.CoLead => CoLead ?? Lead,
        MeetingHost.Sponsor => Sponsor ?? Lead,
        _ => Lead,
    };

    /// <summary>
    /// For whom a task waits now: what waits for the lead waits for the co-lead while the lead is away, and for the lead again when they are
    /// back. What the lead alone was asked stays theirs.
    /// </summary>
    public TaskFor WaitsFor(PersonTask task) => task.For == TaskFor.Lead && LeadAwaySince is not null && CoLead is not null ? TaskFor.CoLead : task.For;

    /// <summary>Who is at their desk for what waits for the lead: the co-lead while the lead is away.</summary>
    public Person AtTheDesk => LeadAwaySince is null ? Lead : CoLead ?? Lead;

    /// <summary>All stages it went through with their times, the present one last; once it is closed the last one ends there.</summary>
    public IReadOnlyList<StageSpan> Stages => [.. StagesBefore, new StageSpan(Stage, StageSince, ClosedAt)];
}
