using NodaTime;

namespace ClinicalEngagement.Domain.Calendars;

/// <summary>What a part of a job plan is for (DOMAIN: consultants' time).</summary>
public enum JobPlanActivity
{
    /// <summary>Direct clinical care: an outpatient clinic.</summary>
    Clinic,

    /// <summary>Direct clinical care: an operating or procedure list.</summary>
    Theatre,

    /// <summary>Direct clinical care: a ward round.</summary>
    WardRound,

    /// <summary>Direct clinical care: a multidisciplinary team meeting.</summary>
    Mdt,

    /// <summary>Direct clinical care: on call. An entry that ends at or before its start runs over midnight, and makes the next day a day after a night on call.</summary>
    OnCall,

    /// <summary>Supporting professional activity: teaching, audit, appraisal, improvement work.</summary>
    Spa,

    /// <summary>Clinical administration: letters, results, telephone calls.</summary>
    Admin,

    /// <summary>Not a working day.</summary>
    NonWorking,
}

/// <summary>In which weeks an entry of a job plan applies, by ISO week number.</summary>
public enum JobPlanWeeks
{
    /// <summary>Every week.</summary>
    Every,

    /// <summary>Weeks with an odd ISO number.</summary>
    Odd,

    /// <summary>Weeks with an even ISO number.</summary>
    Even,
}

/// <summary>One entry of a weekly job plan, in local time of the clinician's nation.</summary>
/// <param name="Day">The day of the week.</param>
/// <param name="Start">Local start, inclusive.</param>
/// <param name="End">Local end, exclusive; at or before <paramref name="Start"/> it is on the next day.</param>
/// <param name="Activity">What the time is for.</param>
/// <param name="Weeks">In which weeks.</param>
/// <param name="Site">Where, or null; two entries at different sites need travel time between them.</param>
public sealed record JobPlanEntry(
    IsoDayOfWeek Day, LocalTime Start, LocalTime End, JobPlanActivity Activity, JobPlanWeeks Weeks = JobPlanWeeks.Every, string? Site = null);

/// <summary>The part of the United Kingdom whose bank holidays apply.</summary>
public enum Nation
{
    /// <summary>England.</summary>
    England,

    /// <summary>Wales; its bank holidays are England's.</summary>
    Wales,

    /// <summary>Scotland.</summary>
    Scotland,

    /// <summary>Northern Ireland.</summary>
    NorthernIreland,
}

/// <summary>What a clinician or their secretary says of one half-day of the week (the good-times grid).</summary>
public enum GoodTime
{
    /// <summary>Nothing was said.</summary>
    Unsaid,

    /// <summary>A meeting is welcome.</summary>
    Fine,

    /// <summary>Clinic: proposed never, may be chosen by the clinician.</summary>
    Clinic,

    /// <summary>Theatre: never.</summary>
    Theatre,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>The good-times grid: ten half-days, Monday morning to Friday afternoon; the morning ends at 13:00.</summary>
/// <param name="HalfDays">Ten values: Monday morning, Monday afternoon, ..., Friday afternoon.</param>
public sealed record GoodTimesGrid(IReadOnlyList<GoodTime> HalfDays)
{
    /// <summary>A grid on which nothing was said.</summary>
    public static GoodTimesGrid Empty { get; } = new(Enumerable.Repeat(GoodTime.Unsaid, 10).ToArray());

    /// <summary>What was said of that moment of the week; weekends are <see cref="GoodTime.Unsaid"/>.</summary>
    public GoodTime At(IsoDayOfWeek day, LocalTime time) => day is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday or IsoDayOfWeek.None
        ? GoodTime.Unsaid
        : HalfDays[(((int)day - 1) * 2) + (time.Hour < 13 ? 0 : 1)];
}
