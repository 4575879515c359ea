using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>Moments in the words of the page, in United Kingdom time.</summary>
internal static class TimeWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly ZonedDateTimePattern Machine = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<m>", null);

    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>5 January 2027.</summary>
    public static string Day(Instant at) => Day(at.InZone(Zone).Date);

    /// <summary>5 January 2027.</summary>
    public static string Day(LocalDate date) => date.ToString("d MMMM uuuu", English);

    /// <summary>5 January 2027 at 9:05am.</summary>
    public static string DayAndTime(Instant at) => $"{Day(at)} at {Time(at)}";

    /// <summary>Tuesday 5 January at 9:05am; for times near enough to need no year.</summary>
    public static string Weekday(Instant at) => $"{at.InZone(Zone).Date.ToString("dddd d MMMM", English)} at {Time(at)}";

    /// <summary>Tuesday 5 January 2027.</summary>
    public static string LongDay(Instant at) => at.InZone(Zone).Date.ToString("dddd d MMMM uuuu", English);

    /// <summary>Tuesday 5 January.</summary>
    public static string Weekday(LocalDate date) => date.ToString("dddd d MMMM", English);

    /// <summary>9am, 9:05am, midday, midnight (NHS style).</summary>
    public static string Time(Instant at) => Time(at.InZone(Zone).TimeOfDay);

    /// <summary>9am, 9:05am, midday, midnight (NHS style).</summary>
    public static string Time(LocalTime time)
    {
        if (time is { Minute: 0, Hour: 12 })
            return "midday";
        if (time is { Minute: 0, Hour: 0 })
            return "midnight";
        var hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        var half = time.Hour < 12 ? "am" : "pm";
        return time.Minute == 0 ? $"{hour}{half}" : $"{hour}:{time.Minute:00}{half}";
    }

    /// <summary>For the datetime attribute.</summary>
    public static string Stamp(Instant at) => Machine.Format(at.InZone(Zone));

    /// <summary>How a due moment relates to now: overdue, due today, due Tuesday 5 January at 9am.</summary>
    public static string Due(Instant due, Instant now)
    {
        if (due <= now)
            return "Overdue";
        return due.InZone(Zone).Date == now.InZone(Zone).Date ? $"Due today by {Time(due)}" : $"Due {Weekday(due)}";
    }
}
