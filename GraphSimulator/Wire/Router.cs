namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Finds the operation of a path.</summary>
internal sealed class Router(IReadOnlyList<Operation> operations)
{
    /// <summary>Splits a raw path into decoded segments: users('x') is users/x, delta() is delta, microsoft.graph.accept is accept.</summary>
    public static IReadOnlyList<string> Split(string rawPath)
    {
        var segments = new List<string>();
        foreach (var part in rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var segment = Uri.UnescapeDataString(part);
            if (segment.StartsWith("microsoft.graph.", StringComparison.OrdinalIgnoreCase) && !segment.EndsWith(".user", StringComparison.OrdinalIgnoreCase))
                segment = segment["microsoft.graph.".Length..];
            if (segment.EndsWith("()", StringComparison.Ordinal))
                segment = segment[..^2];
            var open = segment.IndexOf("('", StringComparison.Ordinal);
            if (open > 0 && segment.EndsWith("')", StringComparison.Ordinal))
            {
                segments.Add(segment[..open]);
                segment = segment[(open + 2)..^2].Replace("''", "'", StringComparison.Ordinal);
            }

            segments.Add(segment);
        }

        return segments;
    }

    /// <summary>The operation of a method and path, with the values of its placeholders; null when there is none.</summary>
    public (Operation Operation, IReadOnlyDictionary<string, string> Values)? Find(string method, IReadOnlyList<string> path)
    {
        foreach (var operation in operations)
        {
            if (operation.Method == method && Match(operation.Segments, path) is { } values)
                return (operation, values);
        }

        return null;
    }

    /// <summary>True when some operation has that path, whatever the method.</summary>
    public bool Knows(IReadOnlyList<string> path) => operations.Any(o => Match(o.Segments, path) is not null);

    private static Dictionary<string, string>? Match(IReadOnlyList<string> template, IReadOnlyList<string> path)
    {
        if (template.Count != path.Count)
            return null;
        var values = new Dictionary<string, string>();
        for (var n = 0; n < template.Count; n++)
        {
            if (template[n].StartsWith('{'))
                values[template[n].Trim('{', '}')] = path[n];
            else if (!template[n].Equals(path[n], StringComparison.OrdinalIgnoreCase)
                && !(template[n] == "graph.user" && path[n].Equals("microsoft.graph.user", StringComparison.OrdinalIgnoreCase)))
                return null;
        }

        return values;
    }
}
