using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.Portal.InformationGovernance;

/// <summary>Takes the names and addresses of other people out of what is released: whole names, last names and addresses.</summary>
internal sealed class OthersMask
{
    private const string Instead = "[another person]";
    private const int ShortestLastName = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Regex? others;

    /// <param name="names">Of everybody who is not to be named, as they are shown.</param>
    /// <param name="addresses">Theirs.</param>
    /// <param name="own">Names of whom the release is about; null for nobody. A last name that others share with them stays.</param>
    public OthersMask(IEnumerable<string> names, IEnumerable<string> addresses, string? own)
    {
        string[] whole = [.. names.Select(n => n.Trim()).Where(n => n.Contains(' ', StringComparison.Ordinal) && n != own?.Trim()).Distinct(StringComparer.Ordinal)];
        var mine = own?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) ?? [];
        var last = whole.Select(n => n.Split(' ')[^1]).Where(n => n.Length >= ShortestLastName && !mine.Contains(n));
        string[] parts = [.. whole.Concat(last).Concat(addresses).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(p => p.Length).Select(Regex.Escape)];
        if (parts.Length > 0)
            others = new Regex($@"(?<!\w)(?:(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor)\.? )?(?:{string.Join('|', parts)})(?!\w)", RegexOptions.CultureInvariant, Longest);
    }

    /// <summary>The text without them.</summary>
    public string Of(string text) => others?.Replace(text, Instead) ?? text;

    /// <summary>Every text within it without them.</summary>
    public JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Of(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Of(text)),
        _ => node?.DeepClone(),
    };
}
