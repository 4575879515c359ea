using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Reading members of a body: names in any case, since the SDK sends PascalCase for action parameters and the documentation camelCase.</summary>
internal static class JsonMembers
{
    /// <summary>The member of that name in any case, or null.</summary>
    public static JsonNode? Get(this JsonObject value, string name)
    {
        if (value.TryGetPropertyValue(name, out var exact))
            return exact;
        foreach (var (key, node) in value)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return node;
        }

        return null;
    }

    /// <summary>True when the member is there, even as null.</summary>
    public static bool Has(this JsonObject value, string name) => value.Any(m => m.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A string member, or null.</summary>
    /// <exception cref="GraphRefusal">It is something else.</exception>
    public static string? Text(this JsonObject value, string name) => value.Get(name) switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.String => v.GetValue<string>(),
        _ => throw Wrong(name, "a string"),
    };

    /// <summary>A Boolean member, also written as a string (as the documentation does), or null.</summary>
    /// <exception cref="GraphRefusal">It is something else.</exception>
    public static bool? Flag(this JsonObject value, string name) => value.Get(name) switch
    {
        null => null,
        JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => v.GetValue<bool>(),
        JsonValue v when v.GetValueKind() == JsonValueKind.String && bool.TryParse(v.GetValue<string>(), out var flag) => flag,
        _ => throw Wrong(name, "a Boolean"),
    };

    /// <summary>A whole number, also written as a string, or null.</summary>
    /// <exception cref="GraphRefusal">It is something else.</exception>
    public static int? Number(this JsonObject value, string name) => value.Get(name) switch
    {
        null => null,
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => v.GetValue<int>(),
        JsonValue v when v.GetValueKind() == JsonValueKind.String && int.TryParse(v.GetValue<string>(), out var number) => number,
        _ => throw Wrong(name, "a whole number"),
    };

    /// <summary>An object member, or null.</summary>
    /// <exception cref="GraphRefusal">It is something else.</exception>
    public static JsonObject? Object(this JsonObject value, string name) => value.Get(name) switch
    {
        null => null,
        JsonObject o => o,
        _ => throw Wrong(name, "an object"),
    };

    /// <summary>The objects of an array member; empty when it is absent.</summary>
    /// <exception cref="GraphRefusal">It is something else.</exception>
    public static IReadOnlyList<JsonObject> Objects(this JsonObject value, string name) => value.Get(name) switch
    {
        null => [],
        JsonArray a => [.. a.Select(i => i as JsonObject ?? throw Wrong(name, "an array of objects"))],
        _ => throw Wrong(name, "an array of objects"),
    };

    /// <summary>The strings of an array member; empty when it is absent.</summary>
    /// <exception cref="GraphRefusal">It is something else.</exception>
    public static IReadOnlyList<string> Texts(this JsonObject value, string name) => value.Get(name) switch
    {
        null => [],
        JsonArray a => [.. a.Select(i => i is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : throw Wrong(name, "an array of strings"))],
        _ => throw Wrong(name, "an array of strings"),
    };

    /// <summary>Refuses members that the type does not have, as Graph does.</summary>
    /// <exception cref="GraphRefusal">There is one.</exception>
    public static void OnlyMembers(this JsonObject value, string type, IReadOnlySet<string> allowed)
    {
        foreach (var (name, _) in value)
        {
            if (!name.Contains('@', StringComparison.Ordinal) && !allowed.Contains(name))
                throw GraphRefusal.BadRequest($"The property '{name}' does not exist on type '{type}'. Make sure to only use property names that are defined by the type.", "RequestBodyRead");
        }
    }

    private static GraphRefusal Wrong(string name, string expected) =>
        GraphRefusal.BadRequest($"The value of '{name}' is not {expected}.", "RequestBodyRead");
}
