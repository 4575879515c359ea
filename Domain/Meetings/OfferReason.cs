using ClinicalEngagement.Domain.Panel;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Why times are offered to somebody who was offered some before: the message says so in other words.</summary>
public enum OfferReason
{
    /// <summary>They declined the times before; or nothing else is known.</summary>
    Declined,

    /// <summary>They asked to be asked again later.</summary>
    AskedToComeBack,

    /// <summary>The agreed or proposed time came to clash with clinical work and was given up, with an apology.</summary>
    TimeLost,

    /// <summary>The lead gave the time back for a quiet period, with an apology.</summary>
    Released,

    /// <summary>The meeting before did not take place.</summary>
    DidNotTakePlace,

    /// <summary>They have met before, and there is more to talk about.</summary>
    MetBefore,

    /// <summary>The lead asks once more, after a withdrawal or a cancellation.</summary>
    AskedOnceMore,
}

/// <summary>Tells why times are offered again.</summary>
public static class OfferReasons
{
    /// <summary>The reason, from the meeting before this offer (null when there was none).</summary>
    public static OfferReason After(Meeting? before, PanelMember member) => before switch
    {
        { ReleasedFor: not null } => OfferReason.Released,
        { LostAt: not null } => OfferReason.TimeLost,
        { State: MeetingState.Declined } when member.PausedUntil > before.AnsweredAt => OfferReason.AskedToComeBack,
        { State: MeetingState.NotHeld } => OfferReason.DidNotTakePlace,
        { State: MeetingState.Held } => OfferReason.MetBefore,
        { State: MeetingState.Withdrawn or MeetingState.Cancelled } => OfferReason.AskedOnceMore,
        _ => OfferReason.Declined,
    };
}
