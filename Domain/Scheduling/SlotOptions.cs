using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>Every number that the search for slots rests on. Each says where it comes from, or that it is an assumption.</summary>
public sealed record SlotOptions
{
    /// <summary>The defaults.</summary>
    public static SlotOptions Default { get; } = new();

    /// <summary>The grid of starts: 5, 6, 10, 12, 15, 20, 30 or 60 minutes, counted from the full hour. Assumption: a quarter of an hour.</summary>
    public Duration Resolution { get; init; } = Duration.FromMinutes(15);

    /// <summary>Working days of notice for time that displaces nothing. Source: the design's table.</summary>
    public int NoticeWorkingDays { get; init; } = 5;

    /// <summary>Weeks of notice for clinical time. Source: the design's table; clinics are booked about six weeks ahead.</summary>
    public int DisplacementNoticeWeeks { get; init; } = 6;

    /// <summary>Whether time shown as tentative may be offered. Source: the design's table, default never.</summary>
    public bool OfferTentative { get; init; }

    /// <summary>Kept free in the host's calendar before a meeting. Assumption: none. At most four hours.</summary>
    public Duration HostBufferBefore { get; init; } = Duration.Zero;

    /// <summary>Kept free in the host's calendar after a meeting. Assumption: ten minutes to write the outcome down. At most four hours.</summary>
    public Duration HostBufferAfter { get; init; } = Duration.FromMinutes(10);

    /// <summary>Kept free in the clinician's calendar before a meeting. Assumption: none.</summary>
    public Duration ClinicianBufferBefore { get; init; } = Duration.Zero;

    /// <summary>Kept free in the clinician's calendar after a meeting. Assumption: none; running over is counted as risk instead.</summary>
    public Duration ClinicianBufferAfter { get; init; } = Duration.Zero;

    /// <summary>How many meetings of engagements a host has on one local day. Assumption: four.</summary>
    public int HostMeetingsPerDay { get; init; } = 4;

    /// <summary>How many meetings of engagements a clinician is asked to on one local day, over all projects. Assumption: one.</summary>
    public int ClinicianMeetingsPerDay { get; init; } = 1;

    /// <summary>Hours of a person whose calendar gives none. Assumption: Monday to Friday, 09:00 to 17:00.</summary>
    public WorkingHours DefaultHours { get; init; } = new(
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday],
        new(9, 0), new(17, 0), "Europe/London");

    /// <summary>
    /// Expected minutes by which a meeting runs into clinical work, by the gap between its end and that work; in rising order, nothing
    /// beyond the last. Assumption: one meeting in four overruns, by 15 minutes on average; no published measure was found.
    /// </summary>
    public IReadOnlyList<OverrunRisk> Overrun { get; init; } =
    [
        new(Duration.FromMinutes(5), 4),
        new(Duration.FromMinutes(10), 2),
        new(Duration.FromMinutes(15), 1),
    ];

    /// <summary>
    /// Without a job plan, what part of busy time is taken to be clinical, in percent. Source: the 2003 consultant contract for England,
    /// under which a full-time job plan typically has 7.5 programmed activities of direct clinical care in ten.
    /// </summary>
    public int ClinicalShareOfBusyPercent { get; init; } = 75;

    /// <summary>What counts as "sooner": less of a difference than this is no reason to break up somebody's day. Assumption: a week.</summary>
    public int SoonerStepDays { get; init; } = 7;

    /// <summary>Free time broken up, and a busy day of the lead's, are compared in steps of this. Assumption: half an hour.</summary>
    public Duration CalmStep { get; init; } = Duration.FromMinutes(30);

    /// <summary>Travel between two sites that <see cref="Travel"/> does not name. Assumption: half an hour.</summary>
    public Duration DefaultTravel { get; init; } = Duration.FromMinutes(30);

    /// <summary>Travel between sites, the same both ways; set by the organisation.</summary>
    public IReadOnlyList<SiteTravel> Travel { get; init; } = [];

    /// <summary>The time from one site to another; none within a site or where a site is unknown.</summary>
    public Duration TravelBetween(string? from, string? to)
    {
        if (from is null || to is null || from == to)
            return Duration.Zero;
        foreach (var travel in Travel)
            if ((travel.From == from && travel.To == to) || (travel.From == to && travel.To == from))
                return travel.Time;
        return DefaultTravel;
    }

    /// <summary>Expected clinical minutes at risk when clinical work follows after that gap.</summary>
    public int OverrunMinutes(Duration gap)
    {
        foreach (var risk in Overrun)
            if (gap < risk.GapBelow)
                return risk.Minutes;
        return 0;
    }

    /// <summary>Throws <see cref="ArgumentException"/> when a value is outside its range.</summary>
    internal void Check()
    {
        var minutes = Resolution.TotalMinutes;
        if (minutes is < 5 or > 60 || minutes != Math.Floor(minutes) || 60 % (int)minutes != 0)
            throw new ArgumentException($"The resolution is 5 to 60 minutes and divides an hour; it is {minutes} minutes.");
        if (SoonerStepDays < 1 || CalmStep <= Duration.Zero || NoticeWorkingDays < 0 || DisplacementNoticeWeeks < 0)
            throw new ArgumentException("Notices are not negative, steps are positive.");
        foreach (var buffer in (Duration[])[HostBufferBefore, HostBufferAfter, ClinicianBufferBefore, ClinicianBufferAfter])
            if (buffer < Duration.Zero || buffer > Duration.FromHours(4))
                throw new ArgumentException("A buffer is 0 to 4 hours.");
    }
}

/// <summary>One row of the table of overruns.</summary>
/// <param name="GapBelow">For gaps shorter than this.</param>
/// <param name="Minutes">Expected clinical minutes lost.</param>
public sealed record OverrunRisk(Duration GapBelow, int Minutes);

/// <summary>How long it takes from one site to another.</summary>
/// <param name="From">One site, as the job plans name it.</param>
/// <param name="To">The other.</param>
/// <param name="Time">Door to door.</param>
public sealed record SiteTravel(string From, string To, Duration Time);
