using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>
/// Times as people in the NHS read them, on the clocks of the United Kingdom. The words do not depend on the machine's language or
/// culture data, so that the same moment is the same bytes everywhere.
/// </summary>
public static class MeetingTime
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly LocalDatePattern LongDate = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM");
    private static readonly LocalDatePattern LongDateWithYear = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM uuuu");
    private static readonly LocalTimePattern ClockOf24Hours = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalDatePattern DayAndMonth = LocalDatePattern.CreateWithInvariantCulture("d MMMM");
    private static readonly LocalDatePattern DayMonthAndYear = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");
    private static readonly LocalDatePattern ShortDayAndMonth = LocalDatePattern.CreateWithInvariantCulture("d MMM");
    private static readonly ZonedDateTimePattern ForSubject = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM, HH:mm", null);

    /// <summary>As in "Thursday 14 January, 8:15am"; noon is "midday" (NHS style).</summary>
    public static string Long(Instant at)
    {
        var local = at.InZone(London).LocalDateTime;
        return $"{LongDate.Format(local.Date)}, {Clock(local.TimeOfDay)}";
    }

    /// <summary>As in "Thu 14 Jan, 08:15": short and sortable, for subjects.</summary>
    public static string Short(Instant at) => ForSubject.Format(at.InZone(London));

    /// <summary>The day as in "4 January".</summary>
    public static string Day(Instant at) => Day(at.InZone(London).Date);

    /// <summary>The day as in "4 January".</summary>
    public static string Day(LocalDate date) => DayAndMonth.Format(date);

    /// <summary>The day with its year, as in "4 January 2027".</summary>
    public static string DayAndYear(LocalDate date) => DayMonthAndYear.Format(date);

    /// <summary>The day as in "4 Jan", for the axis of a chart.</summary>
    public static string ShortDay(LocalDate date) => ShortDayAndMonth.Format(date);

    /// <summary>The day of the week with its date, as in "Thursday 14 January 2027", for a history.</summary>
    public static string LongDay(Instant at) => LongDateWithYear.Format(at.InZone(London).Date);

    /// <summary>The time of day as in "08:15", for a history.</summary>
    public static string Clock24(Instant at) => ClockOf24Hours.Format(at.InZone(London).TimeOfDay);

    private static string Clock(LocalTime time)
    {
        if (time == LocalTime.Noon)
            return "midday";
        if (time == LocalTime.Midnight)
            return "midnight";
        var minutes = time.Minute == 0 ? "" : $":{time.Minute:00}";
        return $"{time.ClockHourOfHalfDay}{minutes}{(time.Hour < 12 ? "am" : "pm")}";
    }
}
