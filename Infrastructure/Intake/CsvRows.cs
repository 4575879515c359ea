using CsvHelper;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>Opens lists as people paste or export them: commas, semicolons or tabs, with or without quotation marks.</summary>
internal static class CsvRows
{
    /// <summary>A reader over the text, without a header of its own.</summary>
    /// <param name="text">The list.</param>
    /// <param name="onBroken">Told of each line that is left out since it can't be parted into fields.</param>
    public static CsvReader Open(string text, Action<ListError> onBroken) => CsvReader.FromText(text, new CsvReaderOptions
    {
        HasHeader = false,
        Separator = SeparatorOf(text),
        TrimWhitespace = true,
        TrimInsideQuotes = true,
        TrackLineNumbers = true,
        AllowLineBreaksInQuotes = false,
        MalformedData = CsvMalformedDataHandling.Skip,
        OnMalformedRecord = bad => onBroken(new ListError((int)bad.LineNumber, "Put quotation marks around a whole field only, and close them on the same line.")),
    });

    private static char SeparatorOf(string text)
    {
        var first = text.Split('\n').FirstOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? "";
        return first.Contains('\t') ? '\t' : first.Contains(';') ? ';' : ',';
    }
}
