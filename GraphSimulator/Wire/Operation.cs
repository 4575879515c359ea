namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>One operation of Graph that the simulator covers.</summary>
/// <param name="Name">Its name, as faults and the journal call it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path as the OpenAPI description writes it.</param>
/// <param name="Handle">Answers it, inside a turn.</param>
internal sealed record Operation(string Name, string Method, string Template, Func<Call, GraphResponse> Handle)
{
    /// <summary>What has to happen outside a turn first, because it waits for somebody else; null for nothing.</summary>
    public Func<Call, CancellationToken, Task>? Before { get; init; }

    /// <summary>The template's segments, normalised as paths are.</summary>
    public IReadOnlyList<string> Segments { get; } = [.. Template.Trim('/').Split('/').Select(s => s.EndsWith("()", StringComparison.Ordinal) ? s[..^2] : s)];
}
