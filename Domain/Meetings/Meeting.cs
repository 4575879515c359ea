using ClinicalEngagement.Domain.Projects;
using NodaTime;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Where one meeting stands.</summary>
public enum MeetingState
{
    /// <summary>Times are found and held; nothing has been sent.</summary>
    Offered,

    /// <summary>The invitation for the first time is out.</summary>
    Proposed,

    /// <summary>The clinician said yes to its time.</summary>
    Agreed,

    /// <summary>It took place.</summary>
    Held,

    /// <summary>It did not take place; never a no-show, nobody's absence is interpreted.</summary>
    NotHeld,

    /// <summary>The clinician said no.</summary>
    Declined,

    /// <summary>Unanswered two working days before its time, or its times went stale: withdrawn.</summary>
    Withdrawn,

    /// <summary>Cancelled in Outlook, or by closing the project, or by "no more".</summary>
    Cancelled,
}

/// <summary>One time that is offered.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="ClinicalMinutesAtRisk">Expected minutes of clinical work that it puts at risk.</param>
/// <param name="Reason">Why this time, in words the clinician sees.</param>
public sealed record OfferedTime(Instant Start, int ClinicalMinutesAtRisk, string Reason);

/// <summary>One meeting with one panel member, from its first offer to its outcome.</summary>
public sealed record Meeting : IVersioned
{
    /// <summary>Derived from the member and <see cref="Number"/>.</summary>
    public required MeetingId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>With whom.</summary>
    public required PanelMemberId MemberId { get; init; }

    /// <summary>Counts the member's meetings, offers that came to nothing included, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required MeetingState State { get; init; }

    /// <summary>The times offered, the first one first; one to three.</summary>
    public required IReadOnlyList<OfferedTime> Offers { get; init; }

    /// <summary>The time it is (to be) held at.</summary>
    public required Instant Start { get; init; }

    /// <summary>How long, in minutes; nothing of a buffer is in it.</summary>
    public required int Minutes { get; init; }

    /// <summary>Expected clinical minutes at risk at <see cref="Start"/>.</summary>
    public int ClinicalMinutesAtRisk { get; init; }

    /// <summary>
    /// What its first time would have put at risk had each meeting that was planned with it in turn taken its best time; null when that way
    /// would have left none for it.
    /// </summary>
    public int? ClinicalMinutesOneByOne { get; init; }

    /// <summary>Why this time, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The stage of the project it was offered in.</summary>
    public required Stage Stage { get; init; }

    /// <summary>When the times were found.</summary>
    public required Instant OfferedAt { get; init; }

    /// <summary>When the invitation went out, or null.</summary>
    public Instant? ProposedAt { get; init; }

    /// <summary>When the clinician (or their secretary) last answered, by the calendar's clock; an answer not later than it was seen before. Or null.</summary>
    public Instant? AnsweredAt { get; init; }

    /// <summary>True when the first offered time was taken by something else before it was booked: times are looked for again.</summary>
    public bool OfferVoid { get; init; }

    /// <summary>A time that the clinician proposed and that nobody has dealt with yet, or null.</summary>
    public Instant? CounterProposal { get; init; }

    /// <summary>How often an agreed time was changed at the clinician's wish.</summary>
    public int Moves { get; init; }

    /// <summary>Who meets the clinician.</summary>
    public MeetingHost Host { get; init; }

    /// <summary>How they meet.</summary>
    public MeetingChannel Channel { get; init; }

    /// <summary>What the clinician said when declining, or null: a reason is never asked for. For the lead alone.</summary>
    public string? DeclineReason { get; init; }

    /// <summary>When the time was found to have come to clash with clinical work, or was given back for a quiet period, or null: it is then given up with an apology.</summary>
    public Instant? LostAt { get; init; }

    /// <summary>The quiet period for which the lead gave the time back, in the words of its setting, or null.</summary>
    public string? ReleasedFor { get; init; }

    /// <summary>The event in the organiser's calendar, an immutable id; null before it is booked.</summary>
    public string? EventId { get; init; }

    /// <summary>The time the event in the calendar has, as we last wrote or read it; differs from <see cref="Start"/> while a move is to be made.</summary>
    public Instant? BookedStart { get; init; }

    /// <summary>How the event in the calendar says that they meet.</summary>
    public MeetingChannel BookedChannel { get; init; }

    /// <summary>The meeting of another project in which this one is held, or null: the event, the time and the answers are that one's.</summary>
    public MeetingId? SharedWith { get; init; }

    /// <summary>The lead of another project who joins this meeting, or null.</summary>
    public Person? Guest { get; init; }

    /// <summary>The guest whom the event in the calendar has, or null.</summary>
    public EmailAddress? BookedGuest { get; init; }

    /// <summary>The event's change key as we last wrote or read it.</summary>
    public string? ChangeKey { get; init; }

    /// <summary>When the lead recorded the outcome, or null.</summary>
    public Instant? OutcomeAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>When it ends.</summary>
    public Instant End => Start + Duration.FromMinutes(Minutes);

    /// <summary>True until it has come to an end of one kind or another.</summary>
    public bool IsOpen => State is MeetingState.Offered or MeetingState.Proposed or MeetingState.Agreed;

    /// <summary>True when the event in the calendar is as the meeting is.</summary>
    public bool IsBookedAsItIs => BookedStart == Start && BookedChannel == Channel && BookedGuest == Guest?.Email;

    /// <summary>The id of a member's meeting by its number.</summary>
    public static MeetingId IdFor(PanelMemberId member, int number) => new(StableId.From("meeting", member, number));
}
