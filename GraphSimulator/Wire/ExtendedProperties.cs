using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Single-value extended properties: set in bodies, never echoed, read by $expand, found by $filter.</summary>
internal static class ExtendedProperties
{
    /// <summary>The member's name on the wire.</summary>
    public const string Member = "singleValueExtendedProperties";

    /// <summary>Reads them from a body.</summary>
    public static Dictionary<string, string> Read(JsonObject body, IReadOnlyDictionary<string, string> before)
    {
        var properties = new Dictionary<string, string>(before);
        foreach (var property in body.Objects(Member))
        {
            var id = property.Text("id") ?? throw GraphRefusal.BadRequest("An extended property needs an id.", "ErrorInvalidRequest");
            // "String {guid} Name Thing" or "String {guid} Id 0x8001" or "String 0x4001": anything else is refused by Exchange.
            if (id.Split(' ') is not ([_, _] or [_, _, "Name" or "Id", _]))
                throw GraphRefusal.BadRequest($"The property id '{id}' is invalid.", "ErrorInvalidPropertyId");
            properties[id] = property.Text("value") ?? "";
        }

        return properties;
    }

    /// <summary>The whole collection, for filters.</summary>
    public static JsonArray Write(IReadOnlyDictionary<string, string> properties) =>
        [.. properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new JsonObject { ["id"] = p.Key, ["value"] = p.Value })];

    /// <summary>What $expand asks for, or null when it doesn't name these properties.</summary>
    public static JsonArray? Expand(string? expand, IReadOnlyDictionary<string, string> properties)
    {
        if (expand is null || !expand.StartsWith(Member, StringComparison.OrdinalIgnoreCase))
            return null;
        var open = expand.IndexOf("$filter=", StringComparison.OrdinalIgnoreCase);
        if (open < 0 || !expand.EndsWith(')'))
            throw GraphRefusal.BadRequest("Expanding singleValueExtendedProperties needs a $filter by id.", "ErrorInvalidUrlQuery");
        var filter = Filter.Parse(expand[(open + "$filter=".Length)..^1]);
        return [.. Write(properties).Where(p => filter.Matches(p)).Select(p => p!.DeepClone())];
    }
}
