using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>
/// The official OpenAPI description of the subset, as JSON Schema that allows nothing it doesn't describe: allOf is flattened,
/// a type with subtypes stands for any of them, and only annotations (names with an @) may come on top.
/// </summary>
internal sealed class Contract
{
    /// <summary>How many items of a collection are looked at, since the others are made by the same code; all where CLINICAL_ENGAGEMENT_SWEEP is set.</summary>
    private static readonly int ItemsLookedAt = Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP") is null ? 15 : int.MaxValue;

    private static readonly string[] KeptFormats = ["date-time", "uuid"];

    private static readonly Lazy<Contract?> Loaded = new(Load);

    private readonly JsonObject document;
    private readonly JsonObject definitions = [];
    private readonly ConcurrentDictionary<string, JsonSchema> compiled = new();

    private Contract(JsonObject document)
    {
        this.document = document;
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            definitions[name + "_self"] = Convert(schema!);
            string[] family = [name, .. SubtypesOf(name)];
            definitions[name] = family.Length == 1 ? Reference(name + "_self") : new JsonObject { ["anyOf"] = new JsonArray([.. family.Select(f => Reference(f + "_self"))]) };
        }
    }

    /// <summary>The folder with the contract data, or null where it is absent.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SHARED") is { Length: > 0 } shared && Directory.Exists(Path.Combine(shared, "graph"))
        ? Path.Combine(shared, "graph")
        : null;

    /// <summary>The contract, or null where its data are absent.</summary>
    public static Contract? Current => Loaded.Value;

    /// <summary>What is wrong with a request's body.</summary>
    public IReadOnlyList<string> CheckRequest(string method, string path, JsonNode? body) =>
        Find(method, path) is { } operation && operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema && body is not null
            ? Validate($"{method} {operation["operationId"]} request", schema, body)
            : [];

    /// <summary>What is wrong with an answer.</summary>
    public IReadOnlyList<string> CheckResponse(string method, string path, int status, JsonNode? body)
    {
        if (body is null || Find(method, path) is not { } operation)
            return [];
        var schema = status >= 400
            ? document["components"]!["responses"]!["error"]!["content"]!["application/json"]!["schema"]
            : operation["responses"]!["2XX"]?["content"]?["application/json"]?["schema"];
        return schema is null ? [] : Validate($"{method} {operation["operationId"]} {(status >= 400 ? "error" : "answer")}", schema, body);
    }

    /// <summary>The operation of a path below the version root, or null when the description has none.</summary>
    public JsonObject? Find(string method, string path)
    {
        var segments = path.Trim('/').Split('/').Select(Normal).ToArray();
        foreach (var (template, operations) in document["paths"]!.AsObject())
        {
            var parts = template.Trim('/').Split('/').Select(Normal).ToArray();
            if (parts.Length == segments.Length && parts.Zip(segments).All(p => p.First.StartsWith('{') || p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase))
                && operations![method.ToLowerInvariant()] is JsonObject operation)
                return operation;
        }

        return null;
    }

    private static string Normal(string segment) => segment.Replace("()", "", StringComparison.Ordinal).Replace("microsoft.graph.", "graph.", StringComparison.Ordinal);

    private static Contract? Load() => Folder is { } folder
        ? new Contract(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "graph-v1.0-subset.openapi.json")))!.AsObject())
        : null;

    private static JsonObject Reference(string name) => new() { ["$ref"] = "#/definitions/" + name };

    private IReadOnlyList<string> Validate(string what, JsonNode schema, JsonNode body)
    {
        var validator = compiled.GetOrAdd(what, _ =>
        {
            var root = new JsonObject { ["anyOf"] = new JsonArray(Convert(schema)) };
            root["definitions"] = definitions.DeepClone();
            return JsonSchema.FromJsonAsync(root.ToJsonString()).GetAwaiter().GetResult();
        });
        var looked = body.DeepClone();
        if (looked is JsonObject o && o["value"] is JsonArray value)
        {
            while (value.Count > ItemsLookedAt)
                value.RemoveAt(value.Count - 1);
            foreach (var inner in value.OfType<JsonObject>().Select(i => i["scheduleItems"]).OfType<JsonArray>())
            {
                while (inner.Count > ItemsLookedAt)
                    inner.RemoveAt(inner.Count - 1);
            }
        }

        return [.. validator.Validate(looked.ToJsonString()).Select(e => $"{what}: {e}")];
    }

    private IEnumerable<string> SubtypesOf(string name) => document["components"]!["schemas"]!.AsObject()
        .Where(s => s.Value!["allOf"] is JsonArray all && all.Any(a => a!["$ref"]?.GetValue<string>() == "#/components/schemas/" + name))
        .SelectMany(s => SubtypesOf(s.Key).Prepend(s.Key));

    private JsonNode Convert(JsonNode schema)
    {
        var source = schema.AsObject();
        if (source["$ref"] is { } reference)
            return Reference(reference.GetValue<string>().Split('/')[^1]);
        if (source["enum"] is JsonArray { Count: 1 } only && only[0] is null)
            return new JsonObject { ["type"] = "null" };
        var target = new JsonObject();
        if (source["allOf"] is not null || source["properties"] is not null)
        {
            var properties = new JsonObject();
            Collect(source, properties, target);
            target["type"] = "object";
            target["properties"] = properties;
            target["patternProperties"] = new JsonObject { ["@"] = new JsonObject() };
            target["additionalProperties"] = source == Extension;
        }
        else
        {
            foreach (var name in new[] { "type", "enum", "minimum", "maximum", "maxLength" })
            {
                if (source[name] is { } kept)
                    target[name] = kept.DeepClone();
            }

            if (source["format"] is { } format && KeptFormats.Contains(format.GetValue<string>()))
                target["format"] = format.DeepClone();
            if (source["items"] is { } items)
                target["items"] = Convert(items);
            if (source["anyOf"] is JsonArray any)
                target["anyOf"] = new JsonArray([.. any.Select(a => Convert(a!))]);
        }

        return source["nullable"]?.GetValue<bool>() == true ? new JsonObject { ["anyOf"] = new JsonArray(target, new JsonObject { ["type"] = "null" }) } : target;
    }

    private void Collect(JsonObject source, JsonObject properties, JsonObject target)
    {
        if (source["$ref"] is { } reference)
        {
            Collect(Resolve(reference), properties, target);
            return;
        }

        foreach (var part in source["allOf"] as JsonArray ?? [])
            Collect(part!.AsObject(), properties, target);
        foreach (var (name, property) in source["properties"] as JsonObject ?? [])
            properties[name] = Convert(property!);
        if (source["required"] is JsonArray required)
            target["required"] = required.DeepClone();
    }

    /// <summary>The one open type: a caller puts members of their own into it.</summary>
    private JsonNode? Extension => document["components"]!["schemas"]!["microsoft.graph.openTypeExtension"];

    private JsonObject Resolve(JsonNode reference) => document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!.AsObject();
}
