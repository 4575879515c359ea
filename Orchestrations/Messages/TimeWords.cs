using System.Globalization;
using ClinicalEngagement.Domain.Calendars;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>Times as the house writes them (NHS style), in UK local time.</summary>
public static class TimeWords
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");
    private static readonly LocalDatePattern Day = LocalDatePattern.Create("dddd d MMMM", British);
    private static readonly LocalDatePattern DayAndYear = LocalDatePattern.Create("d MMMM yyyy", British);

    /// <summary>"Thursday 14 January, 8:15am".</summary>
    public static string Of(Instant moment)
    {
        var local = moment.InZone(WorkingTime.Zone).LocalDateTime;
        return $"{Day.Format(local.Date)}, {Of(local.TimeOfDay)}";
    }

    /// <summary>"8:15am", "midday", "2pm".</summary>
    public static string Of(LocalTime time)
    {
        if (time == LocalTime.Noon)
            return "midday";
        var hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        var minutes = time.Minute == 0 ? "" : $":{time.Minute:00}";
        return $"{hour}{minutes}{(time.Hour < 12 ? "am" : "pm")}";
    }

    /// <summary>"14 January 2027".</summary>
    public static string Date(Instant moment) => DayAndYear.Format(WorkingTime.DateOf(moment));
}
