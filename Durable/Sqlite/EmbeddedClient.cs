using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Loop;

namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>
/// The client of one <see cref="EmbeddedEngine"/>. Every call returns once its change is committed; a token that is cancelled ends
/// the wait, not the change.
/// </summary>
internal sealed class EmbeddedClient(EngineLoop loop, DurableRegistry registry, EngineReader reader) : IOrchestrationClient
{
    public Task<StartResult> StartAsync<TInput>(
        OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken) =>
        StartAsync(orchestrator, instanceId, input, ReusePolicy.Never, cancellationToken);

    public Task<StartResult> StartAsync<TInput>(
        OrchestratorName<TInput> orchestrator, string instanceId, TInput input, ReusePolicy reuse, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (!registry.Orchestrators.TryGetValue(orchestrator.Name, out var registration))
            throw new ArgumentException($"No orchestrator is registered under the name '{orchestrator.Name}'.", nameof(orchestrator));
        var answer = Answer<StartResult>();
        loop.Post(new EngineMessage.Start(registration, instanceId, JsonSerializer.Serialize(input, DurableJson.Options), reuse, answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    public Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var answer = Answer<bool>();
        loop.Post(new EngineMessage.Raise(instanceId, eventName, JsonSerializer.Serialize(data, DurableJson.Options), answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    public Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var answer = Answer<bool>();
        loop.Post(new EngineMessage.Terminate(instanceId, reason, answer));
        return loop.WaitAsync(answer.Task, cancellationToken);
    }

    public Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken) =>
        reader.FindAsync(instanceId, cancellationToken);

    internal static TaskCompletionSource<T> Answer<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
