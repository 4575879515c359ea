namespace ClinicalEngagement.GraphSimulator;

/// <summary>One request and its answer, as they were on the wire.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below /v1.0, still encoded, without the query.</param>
/// <param name="Sent">The request's body, or null.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="Answered">The answer's body, or null.</param>
public sealed record GraphExchange(string Method, string Path, string? Sent, int Status, string? Answered);
