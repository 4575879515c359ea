using System.Globalization;
using System.Text;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>Text that has to stand on one line, such as a subject or a calendar title: what could start a second header is gone.</summary>
public static class OneLine
{
    /// <summary>
    /// The text with every run of white space, line breaks and control characters as one blank, trimmed. Characters that turn the direction
    /// of writing or are not shown are dropped, so that a line reads as it is stored; so are halves of a surrogate pair.
    /// </summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse || rune == Rune.ReplacementChar)
                continue;
            if (Rune.IsWhiteSpace(rune) || category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else
            {
                line.Append(rune);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The text on one line and no longer than <paramref name="length"/> characters; what is cut is replaced by "…".</summary>
    public static string Of(string text, int length)
    {
        var line = Of(text);
        if (line.Length <= length)
            return line;
        var cut = new StringBuilder();
        var graphemes = StringInfo.GetTextElementEnumerator(line);
        while (graphemes.MoveNext() && cut.Length + graphemes.GetTextElement().Length < length)
            cut.Append(graphemes.GetTextElement());
        return cut.ToString().TrimEnd() + "…";
    }
}
