using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>An engine that only notes its events, and fails when it is told to.</summary>
internal sealed class RecordedNudges : IOrchestrationClient
{
    public List<(string Instance, string Event)> Accepted { get; } = [];

    /// <summary>Runs after an event was accepted; may throw as a crash would.</summary>
    public Action<string> AfterAccepting { get; set; } = _ => { };

    /// <summary>Runs before an event is accepted; may throw as an outage would.</summary>
    public Action<string> BeforeAccepting { get; set; } = _ => { };

    public Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken)
    {
        BeforeAccepting(instanceId);
        Accepted.Add((instanceId, eventName));
        AfterAccepting(instanceId);
        return Task.CompletedTask;
    }

    public Task<StartResult> StartAsync<TInput>(
        OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
