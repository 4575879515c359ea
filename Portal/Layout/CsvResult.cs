using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>A table as CSV that a spreadsheet opens as text: a cell that begins like a formula is marked as none.</summary>
internal static class CsvResult
{
    /// <summary>The file.</summary>
    /// <param name="fileName">Without anybody's name in it.</param>
    /// <param name="columns">The first line.</param>
    /// <param name="rows">The others, of as many cells.</param>
    public static IResult Of(string fileName, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { HasHeader = false, Injection = CsvInjection.Escape, NewLine = "\r\n" }, true))
        {
            foreach (var row in rows.Prepend(columns))
                csv.WriteRecord([.. row]);
        }

        // With its mark Excel takes it for UTF-8.
        return Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", fileName);
    }
}
