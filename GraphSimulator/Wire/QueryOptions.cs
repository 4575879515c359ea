using System.Globalization;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>The query of a URL, decoded. Names in any case, with or without $ for OData's own.</summary>
internal sealed class QueryOptions
{
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what stands behind the question mark.</summary>
    public QueryOptions(string query)
    {
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            values[Decode(name).TrimStart('$')] = Decode(value);
        }
    }

    public string? Filter => this["filter"];

    public string? OrderBy => this["orderby"];

    public string? Search => this["search"];

    public string? Expand => this["expand"];

    /// <summary>The members of $select, or null.</summary>
    public IReadOnlyList<string>? Select => this["select"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public bool Count => string.Equals(this["count"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names in use, without $.</summary>
    public IEnumerable<string> Names => values.Keys;

    /// <summary>The value of that name (without $), or null.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    /// <summary>A whole number of that name.</summary>
    /// <exception cref="GraphRefusal">It is no whole number.</exception>
    public int? Number(string name) => this[name] switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw GraphRefusal.BadRequest($"Invalid value '{text}' for ${name} query option found. The ${name} query option requires a non-negative integer value."),
    };

    /// <summary>The query with one option set to another value, ready for a link.</summary>
    public string With(string name, string value) => string.Join('&', values
        .Where(v => !v.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && v.Key is not "skip" and not "skiptoken")
        .Select(v => $"{Written(v.Key)}={Uri.EscapeDataString(v.Value)}")
        .Append($"{Written(name)}={Uri.EscapeDataString(value)}"));

    private static string Written(string name) => name.ToLowerInvariant() is
        "filter" or "select" or "top" or "skip" or "orderby" or "expand" or "count" or "search" or "skiptoken" or "deltatoken" ? "$" + name : name;

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
