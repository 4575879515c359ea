using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Bodies as text, roughly as Exchange makes them from HTML.</summary>
internal static partial class Html
{
    /// <summary>An itemBody.</summary>
    /// <param name="content">The body as stored.</param>
    /// <param name="type">html or text.</param>
    /// <param name="asText">True when the caller prefers text.</param>
    public static JsonObject Body(string content, string type, bool asText) => new()
    {
        ["contentType"] = asText ? "text" : type,
        ["content"] = asText && type == "html" ? Text(content) : content,
    };

    /// <summary>The first 255 characters as text.</summary>
    public static string Preview(string content, string type)
    {
        var text = Blanks().Replace(type == "html" ? Text(content) : content, " ").Trim();
        return text.Length <= 255 ? text : text[..255];
    }

    /// <summary>The text of an HTML body.</summary>
    public static string Text(string html) =>
        WebUtility.HtmlDecode(Tag().Replace(LineEnd().Replace(Hidden().Replace(html, ""), "\r\n"), "")).Trim();

    [GeneratedRegex(@"<(head|style|script)\b[^>]*>.*?</\1>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"<br\s*/?>|</(p|div|tr|li|h[1-6])>", RegexOptions.IgnoreCase)]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
