using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.Orchestrations.Retention;

/// <summary>Takes out of a request to begin an engagement, which is kept whole as JSON, what is not to be kept any more.</summary>
internal static class RequestBodies
{
    private const string Clinicians = "clinicians";

    // A member that stands twice would be found out only while it is read: such a body is text like any other that is no request.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // What the form calls them; see EngagementRequest. Whoever sent it may have written them in other case.
    private static readonly string[] Judgements = ["power", "impact", "opinionFormer", "likelyView", "positionNeeded"];

    /// <summary>Without what was thought of the clinicians. A body that is no request stays as it is.</summary>
    public static string WithoutJudgements(string body)
    {
        if (Parse(body) is not { } root || ListOf(root) is not { } list)
            return body;
        var any = false;
        foreach (var clinician in list.OfType<JsonObject>())
            foreach (var name in clinician.Select(p => p.Key).Where(k => Judgements.Contains(k, StringComparer.OrdinalIgnoreCase)).ToArray())
                any |= clinician.Remove(name);
        return any ? root.ToJsonString() : body;
    }

    /// <summary>Without a person: as a clinician not at all, in anybody's words as the stand-in.</summary>
    /// <param name="body">JSON, or what was sent instead of it.</param>
    /// <param name="address">Their address.</param>
    /// <param name="names">Their names, none a part of another.</param>
    /// <param name="standIn">The address that stands for them.</param>
    /// <param name="name">The name that does.</param>
    public static string WithoutPerson(string body, string address, IReadOnlyList<string> names, string standIn, string name)
    {
        if (Parse(body) is not { } root)
            return Replaced(body);
        if (ListOf(root) is { } list)
            foreach (var clinician in list.OfType<JsonObject>().ToArray())
                if (clinician.FirstOrDefault(p => p.Key.Equals("email", StringComparison.OrdinalIgnoreCase)).Value is JsonValue value
                    && value.TryGetValue<string>(out var email) && email.Trim().Equals(address, StringComparison.OrdinalIgnoreCase))
                    list.Remove(clinician);
        return Walk(root)!.ToJsonString();

        JsonNode? Walk(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (key, value) in members.ToArray())
                        if (Walk(value) is var next && !ReferenceEquals(next, value))
                            members[key] = next;
                    return members;
                case JsonArray items:
                    for (var i = 0; i < items.Count; i++)
                        if (Walk(items[i]) is var next && !ReferenceEquals(next, items[i]))
                            items[i] = next;
                    return items;
                case JsonValue value when value.TryGetValue<string>(out var words) && Replaced(words) is var other && other != words:
                    return JsonValue.Create(other);
                default:
                    return node;
            }
        }

        string Replaced(string words)
        {
            words = Regex.Replace(words, Regex.Escape(address), standIn, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            foreach (var one in names)
                words = words.Replace(one, name, StringComparison.OrdinalIgnoreCase);
            return words;
        }
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: Strict);
        }
        catch (JsonException)
        {
            // A message that could not be understood is kept as it came.
            return null;
        }
    }

    private static JsonArray? ListOf(JsonNode root) =>
        (root as JsonObject)?.FirstOrDefault(p => p.Key.Equals(Clinicians, StringComparison.OrdinalIgnoreCase)).Value as JsonArray;
}
