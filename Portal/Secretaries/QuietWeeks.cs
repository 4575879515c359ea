using System.Globalization;
using NodaTime;

namespace ClinicalEngagement.Portal.Secretaries;

/// <summary>Dates as people type them, one on each line.</summary>
internal static class QuietWeeks
{
    private static readonly char[] Between = [' ', '/', '-', '.'];

    /// <summary>The dates, or null when a line is none.</summary>
    public static IReadOnlyList<LocalDate>? Read(string text)
    {
        var dates = new List<LocalDate>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(Between, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 3 || !Number(parts[0], out var day) || !Number(parts[1], out var month) || !Number(parts[2], out var year)
                || year is < 2000 or > 2200 || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
                return null;
            dates.Add(new LocalDate(year, month, day));
        }

        return dates;
    }

    /// <summary>Dates as <see cref="Read"/> takes them.</summary>
    public static string Write(IEnumerable<LocalDate> dates) => string.Join('\n', dates.Select(d => $"{d.Day} {d.Month} {d.Year}"));

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
