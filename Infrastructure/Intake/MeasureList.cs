using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What was read from a list of a measure's values.</summary>
/// <param name="Values">In order of date, each date once.</param>
/// <param name="Errors">What is wrong with which line; where there is any, nothing is to be taken.</param>
public sealed record MeasureListResult(IReadOnlyList<(LocalDate Date, decimal Value)> Values, IReadOnlyList<ListError> Errors);

/// <summary>
/// Reads values of a measure from pasted lines or CSV: a date and a value on each line, with a header or without one. A month without a
/// day, as spreadsheets write it, stands for its first day.
/// </summary>
public static class MeasureList
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 100_000;

    /// <summary>The most lines that are read: five years of days.</summary>
    public const int MaxLines = 2000;

    private const int MaxErrors = 50;
    private const int MaxLineLength = 500;
    private const int MaxShown = 30;

    // As British people write dates; of two figures for a year those of this century.
    private static readonly LocalDatePattern[] Dates =
    [
        .. new[] { "uuuu-MM-dd", "d/M/uuuu", "d.M.uuuu", "d-M-uuuu", "d MMMM uuuu", "d MMM uuuu", "d-MMM-uuuu", "MMMM uuuu", "MMM uuuu", "MMM-uuuu" }.Select(Pattern),
        .. new[] { "d/M/yy", "d.M.yy", "d MMM yy", "d-MMM-yy", "MMM yy", "MMM-yy" }.Select(p => Pattern(p).WithTwoDigitYearMax(99)),
    ];

    /// <summary>Reads a list.</summary>
    public static MeasureListResult Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Refused(1, "Give a date and a value on each line, or choose a file that has them.");
        if (text.Length > MaxLength)
            return Refused(1, "The list is too long. Give at most 2,000 values.");
        if (CsvBounds.Broken(text, MaxLines, MaxLineLength) is { } broken)
            return Refused(broken.Line, broken.IsTooLong ? "The line is too long. Give a date and a value only." : "The list has more than 2,000 lines. Split it.");
        var values = new SortedDictionary<LocalDate, (decimal Value, int Line)>();
        var errors = new List<ListError>();
        using var csv = CsvRows.Open(text, bad =>
        {
            if (errors.Count < MaxErrors)
                errors.Add(bad);
        });
        var first = true;
        while (errors.Count < MaxErrors && csv.Read())
        {
            string[] row = [.. csv.Current.ToArray().Select(f => f.TrimStart('\uFEFF'))];
            if (row.All(string.IsNullOrWhiteSpace))
                continue;
            var isHeader = first && IsHeader(row);
            first = false;
            if (!isHeader)
                Take(row, (int)csv.LineNumber);
        }

        return errors.Count == 0 && values.Count == 0
            ? Refused(1, "There is no value below the first line. Give a date and a value on each line.")
            : new MeasureListResult(errors.Count > 0 ? [] : [.. values.Select(v => (v.Key, v.Value.Value))], [.. errors.OrderBy(e => e.Line)]);

        void Take(string[] row, int line)
        {
            if (row.Skip(2).Any(f => f.Length > 0))
                errors.Add(new ListError(line, "There is more than a date and a value. Give these two only, and a number such as 1,200 without its comma."));
            else if (DateOf(row[0]) is not { } date)
                errors.Add(new ListError(line, $"“{Shown(row[0])}” is not a date, like 5/1/2027 or 5 January 2027."));
            else if (row.Length < 2 || !TypedNumber.TryReadMeasured(row[1], out var value))
                errors.Add(new ListError(line, $"“{Shown(row.ElementAtOrDefault(1) ?? "")}” is not a value, like 38 or 4.5."));
            else if (!values.TryAdd(date, (value, line)))
                errors.Add(new ListError(line, $"The date stands on line {values[date].Line} already. Keep one of them."));
        }
    }

    private static MeasureListResult Refused(int line, string message) => new([], [new ListError(line, message)]);

    private static LocalDatePattern Pattern(string text) => LocalDatePattern.CreateWithInvariantCulture(text);

    // A first line with a figure in it is a value that somebody mistyped, and is named as one.
    private static bool IsHeader(string[] row) => row.Length > 1 && !row.Take(2).Any(f => f.Any(char.IsDigit));

    private static LocalDate? DateOf(string text)
    {
        foreach (var pattern in Dates)
            if (pattern.Parse(text.Trim()) is { Success: true, Value: { Year: >= 2000 and <= 2200 } date })
                return date;
        return null;
    }

    // A cell may hold anything; no more of it is repeated than a person can read.
    private static string Shown(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(MaxShown)]);
}
