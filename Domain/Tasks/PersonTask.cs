using NodaTime;

namespace ClinicalEngagement.Domain.Tasks;

/// <summary>What waits for a person.</summary>
public enum TaskKind
{
    /// <summary>Complete the plan: the gate to the wider panel is shut.</summary>
    CompletePlan,

    /// <summary>Look at the panel: somebody may be missing.</summary>
    CheckPanel,

    /// <summary>A clinician questioned a figure: check it and answer.</summary>
    CheckFigure,

    /// <summary>An address was not found in the directory, or the account is disabled.</summary>
    CheckAddress,

    /// <summary>Look at a held first message and let it go.</summary>
    ApproveFirstMessage,

    /// <summary>No time was found, or a calendar could not be read.</summary>
    FindTimeByHand,

    /// <summary>A clinician replied in words.</summary>
    ReadReply,

    /// <summary>Nobody answered: ring the secretary.</summary>
    RingSecretary,

    /// <summary>The invitation was withdrawn unanswered.</summary>
    InvitationWithdrawn,

    /// <summary>Two offers were declined.</summary>
    TwiceDeclined,

    /// <summary>A proposed time could not be taken.</summary>
    CounterProposal,

    /// <summary>The meeting was cancelled in Outlook.</summary>
    MeetingCancelled,

    /// <summary>Record what came of a meeting.</summary>
    RecordOutcome,

    /// <summary>Answer a concern or suggestion.</summary>
    AnswerConcern,

    /// <summary>The draft of an update: look, edit, hold.</summary>
    ReviewUpdate,

    /// <summary>An update that needed approval was not approved in time.</summary>
    UpdateNotApproved,

    /// <summary>There is nothing new to tell.</summary>
    NothingNew,

    /// <summary>A stage without contact with a clinician.</summary>
    StageWithoutContact,

    /// <summary>It is not certain whether a mail went out.</summary>
    UncertainSend,

    /// <summary>A step of the workflow failed on every try; it waits for a person to try it again or to let it be.</summary>
    StepFailed,

    /// <summary>A mail could not be delivered.</summary>
    DeliveryFailed,

    /// <summary>The lead's account is gone from the directory, or disabled.</summary>
    LeadAccountGone,

    /// <summary>A clinician named a colleague to be met in their place.</summary>
    DeputyNamed,

    /// <summary>The host of a meeting declined it, or has another entry at its time.</summary>
    HostNotFree,

    /// <summary>A clinician corrected the paraphrase of what they raised.</summary>
    ParaphraseCorrected,

    /// <summary>A concern is past its day and unanswered.</summary>
    ConcernOverdue,

    /// <summary>Nobody said whether an answer deals with a concern.</summary>
    VerdictMissing,

    /// <summary>A clinician wrote something that is not for a project: speak with them.</summary>
    SpeakInPerson,

    /// <summary>Another project wants the same clinician in the same week: share a meeting.</summary>
    SameWeek,

    /// <summary>The lead of another project offers a place in their meeting with the same clinician.</summary>
    MeetingOffered,
}

/// <summary>For whom a task waits.</summary>
public enum TaskFor
{
    /// <summary>The project lead.</summary>
    Lead,

    /// <summary>The co-lead.</summary>
    CoLead,

    /// <summary>The project lead, and nobody else sees it.</summary>
    LeadAlone,
}

/// <summary>Something that waits for a person; done by doing.</summary>
public sealed record PersonTask : IVersioned
{
    /// <summary>Derived from what caused it, so that a cause makes one task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>The panel member it is about, or null.</summary>
    public PanelMemberId? MemberId { get; init; }

    /// <summary>The meeting it is about, or null.</summary>
    public MeetingId? MeetingId { get; init; }

    /// <summary>The concern it is about, or null.</summary>
    public ConcernId? ConcernId { get; init; }

    /// <summary>The update it is about, or null.</summary>
    public UpdateId? UpdateId { get; init; }

    /// <summary>The effect it is about, or null.</summary>
    public EffectId? EffectId { get; init; }

    /// <summary>What kind.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>For whom it waits.</summary>
    public TaskFor For { get; init; }

    /// <summary>What is to be done, one sentence.</summary>
    public required string What { get; init; }

    /// <summary>What happens if nothing is done, one sentence.</summary>
    public required string IfNothing { get; init; }

    /// <summary>Since when.</summary>
    public required Instant OpenedAt { get; init; }

    /// <summary>Due when.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>When it was done, or null.</summary>
    public Instant? DoneAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>The id of the task that a cause makes.</summary>
    public static TaskId IdFor(ProjectId project, TaskKind kind, string cause) => new(StableId.From("task", project, kind, cause));
}
