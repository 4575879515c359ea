using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>Who picks the time.</summary>
public enum SlotMode
{
    /// <summary>We propose it: nothing clinical is ever displaced.</summary>
    Proposed,

    /// <summary>The clinician or their secretary chooses it: a clinic, ward round or MDT with a free calendar may be displaced with six weeks' notice.</summary>
    Chosen,
}

/// <summary>What is known of one person's time.</summary>
public sealed record Diary
{
    /// <summary>Their calendar, or that it could not be read.</summary>
    public required FreeBusy FreeBusy { get; init; }

    /// <summary>Whose bank holidays they keep.</summary>
    public Nation Nation { get; init; }

    /// <summary>Their weekly job plan; empty when none is known.</summary>
    public IReadOnlyList<JobPlanEntry> JobPlan { get; init; } = [];

    /// <summary>What they said of each half-day.</summary>
    public GoodTimesGrid GoodTimes { get; init; } = GoodTimesGrid.Empty;

    /// <summary>Days of leave that are known besides the calendar.</summary>
    public IReadOnlyList<DateInterval> Leave { get; init; } = [];

    /// <summary>Times held for or booked with them by engagements, of this project or another; they count towards the cap of a day.</summary>
    public IReadOnlyList<Interval> Holds { get; init; } = [];
}

/// <summary>Days on which nobody is asked, such as a winter crisis or a royal college's examinations.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included.</param>
/// <param name="Reason">In a few words, as the clinician may read them; no full stop.</param>
/// <param name="Specialty">Only for clinicians of this specialty; null is the whole trust.</param>
public sealed record QuietPeriod(LocalDate From, LocalDate To, string Reason, string? Specialty = null)
{
    /// <summary>True when it is for the whole trust, or for that specialty.</summary>
    public bool IsFor(string? specialty) => Specialty is null || (specialty is not null && Specialty.Equals(specialty.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>For which meeting times are looked for.</summary>
public sealed record SlotRequest
{
    /// <summary>Now; nothing before it is a time to meet.</summary>
    public required Instant Now { get; init; }

    /// <summary>When times that are out already were found: notice is counted from then; null counts it from <see cref="Now"/>.</summary>
    public Instant? NoticeFrom { get; init; }

    /// <summary>The meeting lies within it from start to end. At most 26 weeks.</summary>
    public required Interval Window { get; init; }

    /// <summary>How long the meeting is, without buffers: 5 minutes to 4 hours.</summary>
    public Duration Duration { get; init; } = Duration.FromMinutes(20);

    /// <summary>Who picks the time.</summary>
    public SlotMode Mode { get; init; }

    /// <summary>The clinician.</summary>
    public required Diary Clinician { get; init; }

    /// <summary>The host: the lead, or who meets in their place.</summary>
    public required Diary Host { get; init; }

    /// <summary>Days on which nobody is asked.</summary>
    public IReadOnlyList<QuietPeriod> QuietPeriods { get; init; } = [];

    /// <summary>Starts that this clinician was offered before and declined; not offered again.</summary>
    public IReadOnlyList<Instant> Declined { get; init; } = [];

    /// <summary>Where they meet, or null when it is by telephone or online.</summary>
    public string? Site { get; init; }

    /// <summary>
    /// Our own event or hold, when a slot that is booked already is looked at again: one entry with exactly these times is left out of
    /// each calendar and of the holds.
    /// </summary>
    public Interval? Own { get; init; }

    /// <summary>The numbers behind the rules.</summary>
    public SlotOptions Options { get; init; } = SlotOptions.Default;

    /// <summary>Throws <see cref="ArgumentException"/> when a value is outside its range: a bug of the caller.</summary>
    internal void Check()
    {
        Options.Check();
        if (Duration < Duration.FromMinutes(5) || Duration > Duration.FromHours(4))
            throw new ArgumentException("A meeting lasts 5 minutes to 4 hours.");
        if (!Window.HasStart || !Window.HasEnd || Window.Duration > Duration.FromDays(26 * 7))
            throw new ArgumentException("The window has a start and an end and is at most 26 weeks long.");
        if (Clinician.GoodTimes.HalfDays.Count != 10 || Host.GoodTimes.HalfDays.Count != 10)
            throw new ArgumentException("A good-times grid has ten half-days.");
    }
}
