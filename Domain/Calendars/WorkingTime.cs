using NodaTime;

namespace ClinicalEngagement.Domain.Calendars;

/// <summary>Working days as instants, on the clocks of the United Kingdom.</summary>
public static class WorkingTime
{
    /// <summary>Europe/London, whose clocks change in March and October.</summary>
    public static DateTimeZone Zone => WorkingCalendar.Zone;

    /// <summary>The local date of a moment.</summary>
    public static LocalDate DateOf(Instant moment) => moment.InZone(Zone).Date;

    /// <summary>Local midnight at which the moment's date begins.</summary>
    public static Instant StartOfDay(Instant moment) => Zone.AtStartOfDay(DateOf(moment)).ToInstant();

    /// <summary>That local time on the moment's date; a time the clocks skip is moved on by the gap.</summary>
    public static Instant At(Instant moment, LocalTime time) => At(DateOf(moment), time);

    /// <summary>That local time on that date; of a time that comes twice the first, one that is skipped is moved on by the gap.</summary>
    public static Instant At(LocalDate date, LocalTime time) => Zone.AtLeniently(date.At(time)).ToInstant();

    /// <summary>True from Monday to Friday, bank holidays of the nation left out.</summary>
    public static bool IsWorkingDay(LocalDate date, Nation nation) => WorkingCalendar.For(nation).IsWorkingDay(date);

    /// <summary>
    /// The same local time that many working days on (or back, when negative). From a day that is not a working day, the count begins
    /// at the working day before (after, when going back).
    /// </summary>
    public static Instant AddWorkingDays(Instant moment, int days, Nation nation)
    {
        var local = moment.InZone(Zone);
        var date = local.Date;
        var step = Math.Sign(days);
        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.PlusDays(step);
            if (IsWorkingDay(date, nation))
                left--;
        }

        return At(date, local.TimeOfDay);
    }
}
