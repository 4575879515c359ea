using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>An OData $filter: comparison, and/or/not, startswith, endswith, contains, in, and any over a collection.</summary>
internal abstract record Filter
{
    /// <summary>The property paths that the filter compares, in order.</summary>
    public abstract IEnumerable<string> Paths { get; }

    /// <summary>True when the resource passes.</summary>
    /// <param name="resource">The resource, whole.</param>
    /// <param name="variables">The range variables of enclosing any.</param>
    public abstract bool Matches(JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables);

    /// <summary>True when the resource passes.</summary>
    public bool Matches(JsonNode? resource) => Matches(resource, new Dictionary<string, JsonNode?>());

    /// <summary>Reads a filter.</summary>
    /// <exception cref="GraphRefusal">It is none that is known.</exception>
    public static Filter Parse(string text) => new FilterParser(text).Parse();

    internal sealed record Both(Filter Left, Filter Right) : Filter
    {
        public override IEnumerable<string> Paths => Left.Paths.Concat(Right.Paths);

        public override bool Matches(JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables) => Left.Matches(resource, variables) && Right.Matches(resource, variables);
    }

    internal sealed record Either(Filter Left, Filter Right) : Filter
    {
        public override IEnumerable<string> Paths => Left.Paths.Concat(Right.Paths);

        public override bool Matches(JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables) => Left.Matches(resource, variables) || Right.Matches(resource, variables);
    }

    internal sealed record Not(Filter Inner) : Filter
    {
        public override IEnumerable<string> Paths => Inner.Paths;

        public override bool Matches(JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables) => !Inner.Matches(resource, variables);
    }

    internal sealed record Any(string Path, string Variable, Filter Inner) : Filter
    {
        public override IEnumerable<string> Paths => [Path];

        public override bool Matches(JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables) =>
            Read(Path, resource, variables) is JsonArray items
            && items.Any(i => Inner.Matches(resource, new Dictionary<string, JsonNode?>(variables) { [Variable] = i }));
    }

    internal sealed record Compare(string Path, string Operator, string? Value) : Filter
    {
        public override IEnumerable<string> Paths => [Path];

        public override bool Matches(JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables)
        {
            var actual = Plain(Read(Path, resource, variables));
            if (Operator == "startswith")
                return actual is not null && Value is not null && actual.StartsWith(Value, StringComparison.OrdinalIgnoreCase);
            if (Operator == "endswith")
                return actual is not null && Value is not null && actual.EndsWith(Value, StringComparison.OrdinalIgnoreCase);
            if (Operator == "contains")
                return actual is not null && Value is not null && actual.Contains(Value, StringComparison.OrdinalIgnoreCase);
            if (actual is null || Value is null)
                return Operator == "eq" ? actual is null && Value is null : Operator == "ne" && (actual is null) != (Value is null);
            var order = Order(actual, Value);
            return Operator switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "gt" => order > 0,
                "ge" => order >= 0,
                "lt" => order < 0,
                _ => order <= 0,
            };
        }

        private static int Order(string left, string right)
        {
            if (decimal.TryParse(left, NumberStyles.Number, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(right, NumberStyles.Number, CultureInfo.InvariantCulture, out var b))
                return a.CompareTo(b);
            // Only what looks like a time is compared as one: dateTime values of events have no offset and are UTC here.
            if (left.Length >= 10 && right.Length >= 10 && left[4] == '-' && right[4] == '-'
                && DateTimeOffset.TryParse(left, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var c)
                && DateTimeOffset.TryParse(right, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var d))
                return c.CompareTo(d);
            return string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static JsonNode? Read(string path, JsonNode? resource, IReadOnlyDictionary<string, JsonNode?> variables)
    {
        var names = path.Split('/');
        var (node, first) = variables.TryGetValue(names[0], out var variable) ? (variable, 1) : (resource, 0);
        foreach (var name in names.Skip(first))
            node = node is JsonObject o ? o.Get(name) : null;
        return node;
    }

    private static string? Plain(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => node.ToJsonString(),
    };
}
