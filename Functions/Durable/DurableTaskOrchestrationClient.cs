using ClinicalEngagement.Durable.Abstractions;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Durable;

/// <summary>
/// Orchestrations as seen by one invocation of a function. The host gives a <see cref="DurableTaskClient"/> only to a function's
/// <c>[DurableClient]</c> parameter, so the function hands it over before it does anything else; registered per scope.
/// </summary>
public sealed class DurableTaskOrchestrationClient : IOrchestrationClient
{
    // An instance is started once for all time, whatever has become of it; Durable Task by default begins one that has ended anew.
    private static readonly OrchestrationRuntimeStatus[] AnyState =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    private DurableTaskClient? bound;

    private DurableTaskClient Client => bound
        ?? throw new InvalidOperationException("The function that runs has not handed over its [DurableClient].");

    /// <summary>True once a function has handed its client over.</summary>
    public bool IsInUse => bound is not null;

    /// <summary>Takes the client of the invocation that runs.</summary>
    public void Use(DurableTaskClient client) => bound = client;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id is one that a storage provider refuses.</exception>
    public async Task<StartResult> StartAsync<TInput>(
        OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken)
    {
        InstanceIds.EnsurePortable(instanceId);
        // Asked first, because a host extension that knows no reuse policy ignores it.
        if (await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellationToken) is not null)
            return StartResult.AlreadyExists;
        try
        {
            var options = new StartOrchestrationOptions(instanceId).WithDedupeStatuses(AnyState);
            await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator.Name, input, options, cancellationToken);
            return StartResult.Started;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return StartResult.AlreadyExists;
        }
    }

    /// <inheritdoc/>
    public async Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken)
    {
        try
        {
            await Client.RaiseEventAsync(instanceId, eventName, data, cancellationToken);
        }
        catch (RpcException refused) when (IsForNobody(refused))
        {
            // Unknown or over: dropped, as promised. Only a host told to check the state first says so.
        }
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await Client.TerminateInstanceAsync(instanceId, new TerminateInstanceOptions(reason), cancellationToken);
        }
        catch (RpcException refused) when (IsForNobody(refused))
        {
            // Nothing is left to end.
        }
    }

    /// <inheritdoc/>
    public async Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is not { } found)
            return null;
        return new OrchestrationStatus(found.InstanceId, found.Name, State(found.RuntimeStatus), found.CreatedAt, found.LastUpdatedAt, Failure(found));
    }

    /// <summary>Removes an instance that has ended, with its history.</summary>
    /// <returns>True when nothing of it is left.</returns>
    public async Task<bool> PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellationToken) is not { } found)
            return true;
        if (!found.IsCompleted)
            return false;
        return (await Client.PurgeInstanceAsync(instanceId, cancellationToken)).PurgedInstanceCount > 0;
    }

    private static bool IsForNobody(RpcException refused) => refused.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition;

    private static OrchestrationState State(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => OrchestrationState.Pending,
        OrchestrationRuntimeStatus.Completed => OrchestrationState.Completed,
        OrchestrationRuntimeStatus.Failed => OrchestrationState.Failed,
        OrchestrationRuntimeStatus.Terminated => OrchestrationState.Terminated,
        _ => OrchestrationState.Running,
    };

    private static string? Failure(OrchestrationMetadata found) => found.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Failed => found.FailureDetails?.ToString() ?? found.SerializedOutput,
        OrchestrationRuntimeStatus.Terminated => found.SerializedOutput is null ? null : found.ReadOutputAs<string>(),
        _ => null,
    };
}
