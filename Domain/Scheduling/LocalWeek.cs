using ClinicalEngagement.Domain.Calendars;
using NodaTime;
using NodaTime.Calendars;
using NodaTime.TimeZones;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>One dated occurrence of an entry of a job plan.</summary>
/// <param name="Date">The local date it begins on.</param>
/// <param name="Start">From.</param>
/// <param name="End">To; after a night, on the next date.</param>
/// <param name="Entry">The entry.</param>
internal readonly record struct PlannedActivity(LocalDate Date, Instant Start, Instant End, JobPlanEntry Entry);

/// <summary>Lays weekly patterns out over dates, in local time: a clinic at 09:00 is at 09:00 in summer and in winter.</summary>
internal static class LocalWeek
{
    private static readonly ZoneLocalMappingResolver SkippedMovesOn =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The local dates that the window touches, with one more day before and after for what runs over midnight.</summary>
    public static IEnumerable<LocalDate> Dates(Interval window)
    {
        var last = WorkingCalendar.DateOf(window.End).PlusDays(1);
        for (var date = WorkingCalendar.DateOf(window.Start).PlusDays(-1); date <= last; date = date.PlusDays(1))
            yield return date;
    }

    /// <summary>The occurrences of a job plan around a window, in order of start.</summary>
    public static List<PlannedActivity> LayOut(IReadOnlyList<JobPlanEntry> plan, Interval window)
    {
        var occurrences = new List<PlannedActivity>();
        foreach (var date in Dates(window))
            foreach (var entry in plan)
                if (entry.Day == date.DayOfWeek && AppliesIn(entry.Weeks, date))
                {
                    var endDate = entry.End <= entry.Start ? date.PlusDays(1) : date;
                    occurrences.Add(new(date, At(date, entry.Start), At(endDate, entry.End), entry));
                }

        occurrences.Sort((a, b) => a.Start.CompareTo(b.Start));
        return occurrences;
    }

    /// <summary>
    /// The moment of a local time in the United Kingdom. A time that is skipped in March is the moment at which the clocks change; one
    /// that comes twice in October is the first, and no meeting is offered in that hour at all.
    /// </summary>
    public static Instant At(LocalDate date, LocalTime time) => At(date, time, WorkingCalendar.Zone);

    /// <summary>The same in another zone.</summary>
    public static Instant At(LocalDate date, LocalTime time, DateTimeZone zone) => zone.ResolveLocal(date + time, SkippedMovesOn).ToInstant();

    private static bool AppliesIn(JobPlanWeeks weeks, LocalDate date) => weeks switch
    {
        JobPlanWeeks.Every => true,
        JobPlanWeeks.Odd => WeekYearRules.Iso.GetWeekOfWeekYear(date) % 2 == 1,
        JobPlanWeeks.Even => WeekYearRules.Iso.GetWeekOfWeekYear(date) % 2 == 0,
        _ => throw new ArgumentOutOfRangeException(nameof(weeks), weeks, "No such weeks."),
    };
}
