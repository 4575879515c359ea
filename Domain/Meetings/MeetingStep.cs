using NodaTime;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>What a person does with a meeting; what the workflow does with it is <see cref="Clinicians.ClinicianDecision"/>.</summary>
public abstract record MeetingStep
{
    private MeetingStep()
    {
    }

    /// <summary>The clinician (or their secretary) takes one of the offered times.</summary>
    /// <param name="Time">Which.</param>
    /// <param name="Channel">How they want to meet, or null when they do not say.</param>
    public sealed record Pick(Instant Time, MeetingChannel? Channel = null) : MeetingStep;

    /// <summary>The clinician proposes a time of their own.</summary>
    public sealed record Propose(Instant Time) : MeetingStep;

    /// <summary>The clinician declines; a reason is optional and never asked for again.</summary>
    public sealed record Decline(string? Reason = null) : MeetingStep;

    /// <summary>Any time that two people agreed by word of mouth, by telephone or through the secretary; the lead says so.</summary>
    public sealed record Settle(Instant Time, MeetingChannel? Channel = null) : MeetingStep;

    /// <summary>It took place.</summary>
    public sealed record TookPlace : MeetingStep;

    /// <summary>It did not take place; nobody's absence is interpreted.</summary>
    public sealed record DidNotTakePlace : MeetingStep;

    /// <summary>It was moved: to a time that is ahead, or to one at which it then took place.</summary>
    public sealed record Moved(Instant To) : MeetingStep;
}

/// <summary>Why a step cannot be taken.</summary>
public enum StepRefusal
{
    /// <summary>The meeting has come to an end of one kind or another.</summary>
    NoLongerOpen,

    /// <summary>The time is not among those offered, or it has passed.</summary>
    NotOffered,

    /// <summary>An agreed time is too near, or was changed as often as it may be.</summary>
    TooLateToMove,

    /// <summary>A proposed time is too near.</summary>
    TooSoon,

    /// <summary>A time is further ahead than may be chosen.</summary>
    TooFarAhead,

    /// <summary>A time agreed by word of mouth has passed.</summary>
    InThePast,

    /// <summary>It was never agreed, so there is no outcome.</summary>
    NotAgreed,

    /// <summary>It has not begun, so there is no outcome yet.</summary>
    NotYetHeld,

    /// <summary>It is held in another project's meeting: its time is that one's.</summary>
    HeldInAnother,
}

/// <summary>What came of a step.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>The meeting is now this.</summary>
    public sealed record Taken(Meeting Meeting) : StepResult;

    /// <summary>It was so before; nothing changes.</summary>
    public sealed record Nothing : StepResult;

    /// <summary>It cannot be, and why.</summary>
    public sealed record Refused(StepRefusal Why) : StepResult;
}
