using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>Bank holidays of England by rule, so that nobody runs a clinic or answers mail on Christmas Day.</summary>
internal static class BankHolidays
{
    /// <summary>True on a bank holiday.</summary>
    public static bool Contains(LocalDate date) => date.Month switch
    {
        1 => date == Substitute(new LocalDate(date.Year, 1, 1)),
        3 or 4 => date == Easter(date.Year).PlusDays(-2) || date == Easter(date.Year).PlusDays(1),
        5 => date.DayOfWeek == IsoDayOfWeek.Monday && (date.Day <= 7 || date.Day > 24),
        8 => date.DayOfWeek == IsoDayOfWeek.Monday && date.Day > 24,
        12 => IsChristmas(date),
        _ => false,
    };

    private static bool IsChristmas(LocalDate date)
    {
        var christmas = new LocalDate(date.Year, 12, 25);
        return christmas.DayOfWeek switch
        {
            IsoDayOfWeek.Friday => date.Day is 25 or 28,
            IsoDayOfWeek.Saturday => date.Day is 27 or 28,
            IsoDayOfWeek.Sunday => date.Day is 26 or 27,
            _ => date.Day is 25 or 26,
        };
    }

    private static LocalDate Substitute(LocalDate date) => date.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => date.PlusDays(2),
        IsoDayOfWeek.Sunday => date.PlusDays(1),
        _ => date,
    };

    // The anonymous Gregorian computus (Meeus, Jones, Butcher).
    private static LocalDate Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var sum = h + l - (7 * m) + 114;
        return new LocalDate(year, sum / 31, (sum % 31) + 1);
    }
}
