using System.Globalization;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>$select and paging over rendered resources.</summary>
internal static class Shaping
{
    /// <summary>The resource with only the selected members; id, annotations and what was expanded stay.</summary>
    public static JsonObject Select(JsonObject resource, IReadOnlyCollection<string>? selected, params IReadOnlyCollection<string> alsoKeep)
    {
        if (selected is null || selected.Contains("*"))
            return resource;
        var kept = new JsonObject();
        foreach (var (name, node) in resource)
        {
            if (name == "id" || name.StartsWith('@') || alsoKeep.Contains(name)
                || selected.Any(s => s.Equals(name, StringComparison.OrdinalIgnoreCase) || s.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase)))
                kept[name] = node?.DeepClone();
        }

        return kept;
    }

    /// <summary>One page of a collection, with a link to the next.</summary>
    /// <param name="call">The request.</param>
    /// <param name="items">Everything that matches, in order.</param>
    /// <param name="render">Makes the JSON of an item; called for the page's items only.</param>
    /// <param name="defaultSize">The page size where none is asked for.</param>
    /// <param name="context">What stands behind $metadata#.</param>
    public static GraphResponse Page<T>(Call call, IReadOnlyList<T> items, Func<T, JsonObject> render, int defaultSize, string context)
    {
        var query = call.Request.Query;
        var top = query.Number("top") ?? call.Request.Preferences.MaxPageSize ?? defaultSize;
        if (top is < 1 or > 1000)
            throw GraphRefusal.BadRequest("The value of $top must be between 1 and 1000.", "ErrorInvalidUrlQuery");
        var skip = query.Number("skip") ?? query.Number("skiptoken") ?? 0;
        var body = new JsonObject { ["@odata.context"] = call.Context(context) };
        if (query.Count)
            body["@odata.count"] = items.Count;
        if (skip + top < items.Count)
        {
            var next = (skip + top).ToString(CultureInfo.InvariantCulture);
            body["@odata.nextLink"] = $"{call.Request.Root}/{string.Join('/', call.Request.Path.Select(Uri.EscapeDataString))}?{query.With("skip", next)}";
        }

        body["value"] = new JsonArray([.. items.Skip(skip).Take(top).Select(i => (JsonNode)render(i))]);
        return GraphResponse.Ok(body);
    }

    /// <summary>Sorts rendered resources by $orderby; ties keep their order.</summary>
    public static IEnumerable<T> Order<T>(IEnumerable<T> items, string? orderBy, Func<T, JsonNode> render)
    {
        if (orderBy is null)
            return items;
        IOrderedEnumerable<(T Item, JsonNode Json)>? sorted = null;
        var rendered = items.Select(i => (Item: i, Json: render(i))).ToArray();
        foreach (var term in orderBy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = term.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var descending = parts.Length > 1 && parts[1].Equals("desc", StringComparison.OrdinalIgnoreCase);
            string Key((T Item, JsonNode Json) x) => parts[0].Split('/').Aggregate((JsonNode?)x.Json, (n, name) => (n as JsonObject)?.Get(name))?.ToString() ?? "";
            sorted = (sorted, descending) switch
            {
                (null, false) => rendered.OrderBy(Key, StringComparer.OrdinalIgnoreCase),
                (null, true) => rendered.OrderByDescending(Key, StringComparer.OrdinalIgnoreCase),
                (not null, false) => sorted.ThenBy(Key, StringComparer.OrdinalIgnoreCase),
                (not null, true) => sorted.ThenByDescending(Key, StringComparer.OrdinalIgnoreCase),
            };
        }

        return sorted?.Select(x => x.Item) ?? items;
    }
}
