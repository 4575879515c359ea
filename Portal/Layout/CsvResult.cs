using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>A table as CSV that a spreadsheet opens as text: a cell that begins like a formula is marked as none.</summary>
internal static class CsvResult
{
    // What a spreadsheet takes for a formula's beginning: in a wide form too, and behind what it strips from a cell's front.
    private const string FormulaBegins = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    /// <summary>The file.</summary>
    /// <param name="fileName">Without anybody's name in it.</param>
    /// <param name="columns">The first line.</param>
    /// <param name="rows">The others, of as many cells.</param>
    public static IResult Of(string fileName, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        // With its mark Excel takes it for UTF-8.
        Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Write(columns, rows))], "text/csv; charset=utf-8", fileName);

    private static string Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { HasHeader = false, NewLine = "\r\n" }, true))
        {
            foreach (var row in rows.Prepend(columns))
                csv.WriteRecord([.. row.Select(Plain)]);
        }

        return text.ToString();
    }

    private static string Plain(string cell) => cell.Length > 0 && FormulaBegins.Contains(cell[0], StringComparison.Ordinal) ? $"'{cell}" : cell;
}
