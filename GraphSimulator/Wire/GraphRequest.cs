using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>One request as it came over the wire, or as one item of a batch.</summary>
/// <param name="Method">The HTTP method, upper case.</param>
/// <param name="Path">The path below the version root, decoded by segment.</param>
/// <param name="Query">The query options.</param>
/// <param name="Headers">The headers, names in any case.</param>
/// <param name="Body">The JSON body, or null.</param>
/// <param name="Root">The version root, such as http://127.0.0.1:5081/v1.0, for links.</param>
/// <param name="Ids">The ids of the request.</param>
internal sealed record GraphRequest(
    string Method, IReadOnlyList<string> Path, QueryOptions Query, IReadOnlyDictionary<string, string> Headers, JsonNode? Body, string Root,
    RequestIds Ids)
{
    /// <summary>What the Prefer header asks for.</summary>
    public Preferences Preferences { get; } = Preferences.Parse(Headers.GetValueOrDefault("Prefer"));
}
