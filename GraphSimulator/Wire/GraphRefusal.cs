using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>An answer that refuses, raised where the request turns out wrong; the server turns it into the error envelope.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">Graph's error code.</param>
/// <param name="message">The message, for people.</param>
internal sealed class GraphRefusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>Further members of the error object.</summary>
    public JsonObject Details { get; init; } = [];

    /// <summary>Headers of the answer.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static GraphRefusal BadRequest(string message, string code = "BadRequest") => new(400, code, message);

    public static GraphRefusal Denied(string message = "Access is denied. Check credentials and try again.", string code = "ErrorAccessDenied") => new(403, code, message);

    /// <summary>An event, message or folder that is not there.</summary>
    public static GraphRefusal ItemNotFound() => new(404, "ErrorItemNotFound", "The specified object was not found in the store.");

    /// <summary>A directory object or subscription that is not there.</summary>
    public static GraphRefusal ResourceNotFound(string id) => new(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    /// <summary>What the simulator does not cover, said plainly so that nobody takes it for Graph's word.</summary>
    public static GraphRefusal NotSimulated(string what) => new(501, "NotSimulated", $"The simulator does not cover {what}.");
}
