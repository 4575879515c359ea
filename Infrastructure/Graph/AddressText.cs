using System.Text;
using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>What people typed, made fit for the lines of a mail's head: nothing in a name or a subject can begin another line or turn the reading direction.</summary>
internal static class AddressText
{
    private const int MostCharacters = 255;

    /// <summary>One line: controls, line and paragraph separators and direction marks become blanks, runs of blanks one; lone surrogates U+FFFD; at most 255 characters.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MostCharacters));
        // Somebody's own "encoded word" (RFC 2047) would be decoded by whoever reads the mail, line breaks and all.
        foreach (var rune in text.Replace("=?", "= ?", StringComparison.Ordinal).EnumerateRunes())
        {
            var isBlank = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || TurnsDirection(rune.Value);
            if (isBlank && (line.Length == 0 || line[^1] == ' '))
                continue;
            if (line.Length + rune.Utf16SequenceLength > MostCharacters)
                break;
            line.Append(isBlank ? " " : rune.ToString());
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Words of several lines: controls other than line breaks become blanks.</summary>
    public static string Lines(string text)
    {
        var lines = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            lines.Append(rune.Value is '\n' or '\r' or '\t' || !Rune.IsControl(rune) ? rune.ToString() : " ");
        return lines.ToString();
    }

    /// <summary>True for a single address and nothing else: one @ with something on both sides, no blank, control, quote, bracket or separator.</summary>
    public static bool IsPlausible(EmailAddress address)
    {
        var text = address.Value;
        var at = text.IndexOf('@');
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= 254
            && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || TurnsDirection(c) || "<>,;:\"()[]\\/?#%".Contains(c));
    }

    /// <summary>A person as Graph takes them; the name is left out where there is none.</summary>
    public static Microsoft.Graph.Models.EmailAddress Write(Person person)
    {
        var written = new Microsoft.Graph.Models.EmailAddress { Address = person.Email.Value };
        if (OneLine(person.Name) is { Length: > 0 } name)
            written.Name = name;
        return written;
    }

    private static bool TurnsDirection(int rune) => rune is 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
