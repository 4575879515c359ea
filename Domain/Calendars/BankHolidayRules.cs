using NodaTime;

namespace ClinicalEngagement.Domain.Calendars;

/// <summary>Bank holidays of a nation and year: by rule, then as changed by proclamation.</summary>
/// <remarks>
/// Rules: Banking and Financial Dealings Act 1971, schedule 1 (England and Wales, Scotland, Northern Ireland); New Year's Day in
/// England, Wales and Northern Ireland and the first Monday in May by yearly proclamation since 1974 and 1978; St Andrew's Day Bank
/// Holiday (Scotland) Act 2007. The twelfth of July is proclaimed each year and always on the same day. Substitutes as GOV.UK lists
/// them ("UK bank holidays"): the next weekday that is not a bank holiday itself. Easter: the Gregorian computus.
/// </remarks>
internal static class BankHolidayRules
{
    /// <summary>The first year for which every rule here applied.</summary>
    public const int FirstYear = 2008;

    /// <summary>The last day for which GOV.UK has published the days of every nation; a later day may yet gain or lose a holiday.</summary>
    public static readonly LocalDate KnownUntil = new(2028, 12, 31);

    private const string Substitute = " (substitute day)";
    private const string SpringHoliday = "Spring bank holiday";
    private const string EarlyMayHoliday = "Early May bank holiday";

    private static readonly IReadOnlyList<Proclamation> Proclamations =
    [
        new(new(2011, 4, 29), "Wedding of Prince William and Catherine Middleton"),
        new(new(2012, 6, 4), SpringHoliday, Replaces: new(2012, 5, 28)),
        new(new(2012, 6, 5), "Queen's Diamond Jubilee"),
        new(new(2020, 5, 8), "Early May bank holiday (VE day)", Replaces: new(2020, 5, 4)),
        new(new(2022, 6, 2), SpringHoliday, Replaces: new(2022, 5, 30)),
        new(new(2022, 6, 3), "Platinum Jubilee bank holiday"),
        new(new(2022, 9, 19), "Bank holiday for the State Funeral of Queen Elizabeth II"),
        new(new(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
        new(new(2026, 6, 15), "World Cup bank holiday", Only: Nation.Scotland),
    ];

    /// <summary>The bank holidays of one calendar year, in order of date.</summary>
    public static IReadOnlyList<BankHoliday> Of(Nation nation, int year)
    {
        var days = new SortedDictionary<LocalDate, BankHoliday>();
        foreach (var holiday in Moving(nation, year))
            days.Add(holiday.Date, holiday);
        foreach (var proclamation in Proclamations.Where(p => p.Date.Year == year && (p.Only ?? nation) == nation))
        {
            if (proclamation.Replaces is { } replaced)
                days.Remove(replaced);
            days[proclamation.Date] = new(proclamation.Date, proclamation.Name, Proclaimed: true);
        }

        var onDates = Fixed(nation, year).ToArray();
        foreach (var holiday in onDates.Where(h => !IsWeekend(h.Date)))
            days.Add(holiday.Date, holiday);
        foreach (var holiday in onDates.Where(h => IsWeekend(h.Date)))
        {
            var date = holiday.Date;
            while (IsWeekend(date) || days.ContainsKey(date))
                date = date.PlusDays(1);
            days.Add(date, new(date, holiday.Name + Substitute, Proclaimed: false));
        }

        return [.. days.Values];
    }

    /// <summary>Saturday or Sunday.</summary>
    public static bool IsWeekend(LocalDate date) => date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    private static IEnumerable<BankHoliday> Fixed(Nation nation, int year)
    {
        yield return ByRule(new(year, 1, 1), "New Year’s Day");
        if (nation is Nation.Scotland)
        {
            yield return ByRule(new(year, 1, 2), "2nd January");
            yield return ByRule(new(year, 11, 30), "St Andrew’s Day");
        }

        if (nation is Nation.NorthernIreland)
        {
            yield return ByRule(new(year, 3, 17), "St Patrick’s Day");
            yield return ByRule(new(year, 7, 12), "Battle of the Boyne (Orangemen’s Day)");
        }

        yield return ByRule(new(year, 12, 25), "Christmas Day");
        yield return ByRule(new(year, 12, 26), "Boxing Day");
    }

    private static IEnumerable<BankHoliday> Moving(Nation nation, int year)
    {
        var easter = EasterSunday(year);
        yield return ByRule(easter.PlusDays(-2), "Good Friday");
        if (nation is not Nation.Scotland)
            yield return ByRule(easter.PlusDays(1), "Easter Monday");
        yield return ByRule(FirstMonday(year, 5), EarlyMayHoliday);
        yield return ByRule(LastMonday(year, 5), SpringHoliday);
        yield return ByRule(nation is Nation.Scotland ? FirstMonday(year, 8) : LastMonday(year, 8), "Summer bank holiday");
    }

    private static BankHoliday ByRule(LocalDate date, string name) => new(date, name, Proclaimed: false);

    private static LocalDate FirstMonday(int year, int month) => new LocalDate(year, month, 1).With(DateAdjusters.NextOrSame(IsoDayOfWeek.Monday));

    private static LocalDate LastMonday(int year, int month) =>
        new LocalDate(year, month, 1).With(DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));

    /// <summary>Easter Sunday of the Gregorian calendar (the computus of Meeus, Astronomical Algorithms, chapter 8).</summary>
    internal static LocalDate EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, ofCentury) = Math.DivRem(year, 100);
        var (leapCenturies, leapRest) = Math.DivRem(century, 4);
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - moonCorrection + 15) % 30;
        var (leapYears, yearRest) = Math.DivRem(ofCentury, 4);
        var toSunday = (32 + (2 * leapRest) + (2 * leapYears) - epact - yearRest) % 7;
        var lateMoon = (golden + (11 * epact) + (22 * toSunday)) / 451;
        var (month, day) = Math.DivRem(epact + toSunday - (7 * lateMoon) + 114, 31);
        return new(year, month, day + 1);
    }

    /// <summary>A day appointed for one year, and the day by rule that it takes the place of, if any.</summary>
    private sealed record Proclamation(LocalDate Date, string Name, LocalDate? Replaces = null, Nation? Only = null);
}
