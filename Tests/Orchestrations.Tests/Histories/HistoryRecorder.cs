using System.Collections.Concurrent;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;

namespace ClinicalEngagement.Orchestrations.Tests.Histories;

/// <summary>Looks at every instance's history whenever an activity is about to run, so that what a generation did is seen before it ends.</summary>
internal sealed class HistoryRecorder
{
    private readonly ConcurrentDictionary<(string Instance, long Generation), RecordedHistory> longest = new();

    public HistoryRecorder()
    {
        foreach (var orchestrator in EngagementOrchestrations.Registry.Orchestrators.Values)
            Registry.Add(orchestrator);
        foreach (var activity in EngagementOrchestrations.Registry.Activities.Values)
            Registry.Add(activity with
            {
                Run = async (services, input, cancellationToken) =>
                {
                    await LookAsync(cancellationToken);
                    return await activity.Run(services, input, cancellationToken);
                },
            });
    }

    /// <summary>The product's own, watched.</summary>
    public DurableRegistry Registry { get; } = new();

    public EngineReader? Reader { get; set; }

    /// <summary>One history for each way that a generation of this orchestrator went.</summary>
    public IReadOnlyList<RecordedHistory> Of(string orchestrator) =>
    [
        .. longest.Values.Where(h => h.Orchestrator == orchestrator)
            .OrderBy(h => h.Turns[0].At).ThenBy(h => h.InstanceId, StringComparer.Ordinal).ThenBy(h => h.Generation)
            .DistinctBy(WayOf),
    ];

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var instance in await Reader.ShouldNotBeNull().ListAsync(null, 100, 0, cancellationToken))
        {
            if (await Reader.RecordAsync(instance.InstanceId, cancellationToken) is { Turns.Count: > 0 } now)
                longest.AddOrUpdate((now.InstanceId, now.Generation), now, (_, before) => now.Turns.Count > before.Turns.Count ? now : before);
        }
    }

    private static string WayOf(RecordedHistory history) => string.Join('|', history.Turns.Select(turn =>
        string.Join(',', new[] { "in", "out" }.SelectMany(way => turn.Events[way]?.AsArray().Select(e => e![0]!.ToString() + (e[0]!.ToString() == "activity" ? e[2] : "")) ?? []))));
}
