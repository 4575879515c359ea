using System.Globalization;
using System.Text;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>File names of artefacts: in order by number, readable by their words, safe on every file system.</summary>
public static class ArtefactNames
{
    private const int WordsLength = 60;

    /// <summary>As in <c>0007-20-minutes-on-frailty-same-day-care.eml</c>.</summary>
    /// <param name="number">Its place, from 1.</param>
    /// <param name="words">What it is called; letters outside a to z lose their accents, anything else becomes a dash.</param>
    /// <param name="extension">Without the dot.</param>
    public static string For(int number, string words, string extension)
    {
        var name = new StringBuilder();
        foreach (var c in words.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
                name.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && name.Length > 0 && name[^1] != '-')
                name.Append('-');
        }

        var readable = name.ToString(0, Math.Min(name.Length, WordsLength)).Trim('-');
        return string.Create(CultureInfo.InvariantCulture, $"{number:0000}{(readable.Length > 0 ? "-" : "")}{readable}.{extension}");
    }
}
