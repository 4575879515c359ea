using System.Collections.Concurrent;

namespace ClinicalEngagement.Functions.Tests.Durable;

/// <summary>What the activities of a test did, in order, and the moment when a line came.</summary>
internal sealed class Journal
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
                return [.. lines];
        }
    }

    public int Add(string line)
    {
        lock (gate)
            lines.Add(line);
        Signal(line).TrySetResult();
        return lines.Count;
    }

    public Task Until(string line) => Signal(line).Task.WaitAsync(TimeSpan.FromSeconds(60));

    private TaskCompletionSource Signal(string line) =>
        awaited.GetOrAdd(line, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
