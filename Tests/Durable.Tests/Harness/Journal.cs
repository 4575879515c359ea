using System.Collections.Concurrent;

namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>Lines in the order in which they were written, from any thread.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public void Write(string line) => lines.Enqueue(line);
}
