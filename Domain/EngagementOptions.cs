using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain;

/// <summary>The numbers of the method that a trust may set. Working days are those of the project's nation.</summary>
public sealed record EngagementOptions
{
    /// <summary>Where the trust is: whose bank holidays a project keeps that doesn't say.</summary>
    public Nation Nation { get; init; }

    /// <summary>Length of a meeting, in minutes.</summary>
    public int MeetingMinutes { get; init; } = 20;

    /// <summary>Least notice of a proposed time, in working days (DESIGN: which slots may be proposed).</summary>
    public int NoticeWorkingDays { get; init; } = 5;

    /// <summary>
    /// A first offer is this many working days ahead at least, so that the reminder and the telephone call come before the invitation
    /// is withdrawn: more than <see cref="RingAfterWorkingDays"/> and <see cref="WithdrawBeforeWorkingDays"/> together, since both count
    /// from a time of day. Not less than <see cref="NoticeWorkingDays"/>.
    /// </summary>
    public int FirstOfferWorkingDays { get; init; } = 12;

    /// <summary>Times are proposed within this many days.</summary>
    public int ProposedWithinDays { get; init; } = 42;

    /// <summary>Times may be chosen by the clinician within this many days.</summary>
    public int ChosenWithinDays { get; init; } = 84;

    /// <summary>The one automatic reminder comes after this many working days of silence.</summary>
    public int ReminderAfterWorkingDays { get; init; } = 5;

    /// <summary>The lead is asked to ring the secretary after this many working days of silence.</summary>
    public int RingAfterWorkingDays { get; init; } = 8;

    /// <summary>Offered times are held at most this many working days.</summary>
    public int HoldWorkingDays { get; init; } = 10;

    /// <summary>An unanswered invitation is withdrawn this many working days before its time.</summary>
    public int WithdrawBeforeWorkingDays { get; init; } = 2;

    /// <summary>The brief goes this many working days before the meeting.</summary>
    public int BriefBeforeWorkingDays { get; init; } = 1;

    /// <summary>An agreed time is looked at again in both calendars this many working days before, and once more before the brief.</summary>
    public int CheckBeforeWorkingDays { get; init; } = 3;

    /// <summary>An agreed time is not changed by link when it is nearer than this.</summary>
    public Duration TooLateToMove { get; init; } = Duration.FromHours(2);

    /// <summary>An outcome is to be recorded, and the lead reminded once, after this many working days.</summary>
    public int OutcomeReminderWorkingDays { get; init; } = 2;

    /// <summary>Times are looked for again after this many working days when none were found.</summary>
    public int SearchAgainAfterWorkingDays { get; init; } = 5;

    /// <summary>At most this many unasked-for messages to a clinician in <see cref="CapWorkingDays"/>, across all projects.</summary>
    public int UnaskedCap { get; init; } = 2;

    /// <summary>The window of the cap, in working days.</summary>
    public int CapWorkingDays { get; init; } = 10;

    /// <summary>An agreed time is changed at most this often at the clinician's wish before the lead is asked.</summary>
    public int MaxMoves { get; init; } = 2;

    /// <summary>A concern is to be answered within this many working days.</summary>
    public int ConcernDueWorkingDays { get; init; } = 10;

    /// <summary>The owner of an unanswered concern is reminded this many working days before it is due, and on the day.</summary>
    public int ConcernReminderWorkingDays { get; init; } = 3;

    /// <summary>With no word on an answer after this many working days, the lead is asked to ask, or to close it with an explanation.</summary>
    public int VerdictAfterWorkingDays { get; init; } = 10;

    /// <summary>The lead sees the draft of an update this many working days before it goes.</summary>
    public int DraftBeforeWorkingDays { get; init; } = 2;

    /// <summary>A stage without contact is pointed at after this many working days.</summary>
    public int StageRedAfterWorkingDays { get; init; } = 10;

    /// <summary>Up to this many people may be met for early conversations before the gate to the wider panel opens.</summary>
    public int EarlyConversations { get; init; } = 3;

    /// <summary>Nothing is sent before this local time.</summary>
    public LocalTime SendFrom { get; init; } = new(8, 0);

    /// <summary>Nothing is sent at or after this local time.</summary>
    public LocalTime SendUntil { get; init; } = new(18, 0);

    /// <summary>Updates go at this local time.</summary>
    public LocalTime UpdateAt { get; init; } = new(10, 0);

    /// <summary>Kept free in the lead's calendar after a meeting, in minutes: time to write the outcome down.</summary>
    public int HostBufferMinutes { get; init; } = 10;

    /// <summary>Working hours begin at this local time for a person whose calendar gives none.</summary>
    public LocalTime WorkingFrom { get; init; } = new(9, 0);

    /// <summary>Working hours end at this local time for a person whose calendar gives none.</summary>
    public LocalTime WorkingUntil { get; init; } = new(17, 0);

    /// <summary>What was thought and noted of clinicians is kept this many months after a project's closing.</summary>
    public int RetentionMonths { get; init; } = 12;

    /// <summary>When nothing is sent.</summary>
    public IReadOnlyList<QuietPeriod> QuietPeriods { get; init; } = [];

    /// <summary>Passages of the messages in the trust's own words.</summary>
    public IReadOnlyDictionary<MessageText, string> OwnTexts { get; init; } = new Dictionary<MessageText, string>();

    /// <summary>A passage of the messages: the trust's words, else the product's.</summary>
    public string TextOf(MessageText which) => OwnTexts.GetValueOrDefault(which) is { Length: > 0 } own ? own : MessageTexts.Standard(which);
}
