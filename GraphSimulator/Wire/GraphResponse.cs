using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>One answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON body, or null for none.</param>
internal sealed record GraphResponse(int Status, JsonNode? Body = null)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static GraphResponse Ok(JsonNode body) => new(200, body);

    public static GraphResponse Created(JsonNode body) => new(201, body);

    /// <summary>202 without a body, as Outlook's actions answer.</summary>
    public static GraphResponse Accepted { get; } = new(202);

    public static GraphResponse NoContent { get; } = new(204);
}
