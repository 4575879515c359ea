namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>How much a list may hold before it is read at all: the reader's effort grows with the square of a line.</summary>
internal static class CsvBounds
{
    /// <summary>The first line, from 1, that is one too many or too long; null when none is.</summary>
    /// <param name="text">With any line ends.</param>
    /// <param name="lines">The most lines.</param>
    /// <param name="lineLength">The most characters of one.</param>
    public static (int Line, bool IsTooLong)? Broken(ReadOnlySpan<char> text, int lines, int lineLength)
    {
        for (var line = 1; text.Length > 0; line++)
        {
            if (line > lines)
                return (line, false);
            var end = text.IndexOfAny('\r', '\n');
            if ((end < 0 ? text.Length : end) > lineLength)
                return (line, true);
            var next = end < 0 ? text.Length : end + (text[end..].StartsWith("\r\n") ? 2 : 1);
            text = text[next..];
        }

        return null;
    }
}
