using System.Collections.Frozen;
using NodaTime;

namespace ClinicalEngagement.Domain.Calendars;

/// <summary>
/// Working days of one nation: Monday to Friday without its bank holidays, by local date in Europe/London. Pure: the same question has
/// the same answer whenever it is asked.
/// </summary>
/// <remarks>
/// Days are counted by local date, so a day of 23 or 25 hours counts as one day; a deadline falls at local midnight, which exists on
/// every day since the clocks of the United Kingdom change at 01:00 UTC. Bank holidays: the Banking and Financial Dealings Act 1971 and
/// the proclamations made under it up to <see cref="KnownUntil"/>. A later date still has an answer, by rule alone; see
/// <see cref="IsKnown"/>.
/// </remarks>
public sealed class WorkingCalendar
{
    private static readonly WorkingCalendar EnglandAndWales = new(Nation.England);
    private static readonly WorkingCalendar Scottish = new(Nation.Scotland);
    private static readonly WorkingCalendar NorthernIrish = new(Nation.NorthernIreland);

    private readonly Nation nation;
    private readonly FrozenDictionary<LocalDate, BankHoliday> computed;

    private WorkingCalendar(Nation nation)
    {
        this.nation = nation;
        computed = Enumerable.Range(BankHolidayRules.FirstYear, 60)
            .SelectMany(year => BankHolidayRules.Of(nation, year))
            .ToFrozenDictionary(h => h.Date);
    }

    /// <summary>Europe/London, in which every calendar of the product runs.</summary>
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>The last day whose bank holidays are all published.</summary>
    public static LocalDate KnownUntil => BankHolidayRules.KnownUntil;

    /// <summary>The calendar of a nation; Wales keeps England's.</summary>
    public static WorkingCalendar For(Nation nation) => nation switch
    {
        Nation.England or Nation.Wales => EnglandAndWales,
        Nation.Scotland => Scottish,
        Nation.NorthernIreland => NorthernIrish,
        _ => throw new ArgumentOutOfRangeException(nameof(nation), nation, "No such nation."),
    };

    /// <summary>The local date of a moment.</summary>
    public static LocalDate DateOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>The Monday of the week in which a moment lies.</summary>
    public static LocalDate WeekOf(Instant instant) => DateOf(instant).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));

    /// <summary>Local midnight at the start of a date.</summary>
    public static Instant StartOfDay(LocalDate date) => Zone.AtStartOfDay(date).ToInstant();

    /// <summary>False for a date past <see cref="KnownUntil"/> or before 2008: a proclamation may make it wrong, so say so where it is shown.</summary>
    public static bool IsKnown(LocalDate date) => date.Year >= BankHolidayRules.FirstYear && date <= KnownUntil;

    /// <summary>The bank holidays of a year, in order of date.</summary>
    public IReadOnlyList<BankHoliday> BankHolidays(int year) => BankHolidayRules.Of(nation, year);

    /// <summary>The bank holiday on that date, or null.</summary>
    public BankHoliday? BankHolidayOn(LocalDate date)
    {
        if (computed.TryGetValue(date, out var holiday))
            return holiday;
        var outside = date.Year is < BankHolidayRules.FirstYear or >= BankHolidayRules.FirstYear + 60;
        return outside ? BankHolidays(date.Year).FirstOrDefault(h => h.Date == date) : null;
    }

    /// <summary>Monday to Friday and not a bank holiday.</summary>
    public bool IsWorkingDay(LocalDate date) => !BankHolidayRules.IsWeekend(date) && BankHolidayOn(date) is null;

    /// <summary>
    /// The <paramref name="days"/>th working day after a date; before it when negative. Zero gives the date itself when it is a working
    /// day, else the next one.
    /// </summary>
    public LocalDate AddWorkingDays(LocalDate date, int days)
    {
        var step = days < 0 ? -1 : 1;
        if (days == 0)
        {
            while (!IsWorkingDay(date))
                date = date.PlusDays(1);
            return date;
        }

        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.PlusDays(step);
            if (IsWorkingDay(date))
                left--;
        }

        return date;
    }

    /// <summary>Local midnight at the start of the <paramref name="days"/>th working day after the local date of a moment.</summary>
    public Instant AddWorkingDays(Instant instant, int days) => StartOfDay(AddWorkingDays(DateOf(instant), days));

    /// <summary>How many working days lie in [<paramref name="from"/>, <paramref name="to"/>); negative when they are the other way round.</summary>
    public int WorkingDaysBetween(LocalDate from, LocalDate to)
    {
        if (to < from)
            return -WorkingDaysBetween(to, from);
        var count = 0;
        for (var date = from; date < to; date = date.PlusDays(1))
            if (IsWorkingDay(date))
                count++;
        return count;
    }

    /// <summary>How many working days lie between the local dates of two moments, the first included, the second not.</summary>
    public int WorkingDaysBetween(Instant from, Instant to) => WorkingDaysBetween(DateOf(from), DateOf(to));

    /// <summary>
    /// The first moment that leaves a notice of that many whole working days, counted from local midnight of today: the start of the
    /// first working day before which they have passed. Asked on a Saturday or a Monday, five days end on the same Monday.
    /// </summary>
    public Instant AfterNotice(Instant now, int days)
    {
        var date = AddWorkingDays(DateOf(now), 0);
        return StartOfDay(days == 0 ? date : AddWorkingDays(date, days));
    }
}
