namespace ClinicalEngagement.Durable.Abstractions;

/// <summary>What the world outside may do to orchestrations.</summary>
public interface IOrchestrationClient
{
    /// <summary>Starts an instance under a deterministic id. An instance that exists already, in whatever state, is left as it is.</summary>
    /// <returns><see cref="StartResult.AlreadyExists"/> is a success to most callers.</returns>
    Task<StartResult> StartAsync<TInput>(OrchestratorName<TInput> orchestrator, string instanceId, TInput input, CancellationToken cancellationToken);

    /// <summary>Sends an event. To an instance that is unknown or has completed it is dropped without an error.</summary>
    Task RaiseEventAsync<TEvent>(string instanceId, string eventName, TEvent data, CancellationToken cancellationToken);

    /// <summary>Ends an instance; an activity that is running finishes and its result is dropped.</summary>
    Task TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>What is known of an instance, or null.</summary>
    Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken);
}

/// <summary>What <see cref="IOrchestrationClient.StartAsync"/> found.</summary>
public enum StartResult
{
    /// <summary>A new instance was committed.</summary>
    Started,

    /// <summary>An instance of that id was there already; nothing was changed.</summary>
    AlreadyExists,
}

/// <summary>The state of an instance as an outsider sees it.</summary>
public enum OrchestrationState
{
    /// <summary>Started, no turn run yet.</summary>
    Pending,

    /// <summary>Between its first and its last turn.</summary>
    Running,

    /// <summary>Returned.</summary>
    Completed,

    /// <summary>Threw, or was found not to replay its own history.</summary>
    Failed,

    /// <summary>Ended from outside.</summary>
    Terminated,
}

/// <summary>One instance, for people and tests. Times are UTC.</summary>
/// <param name="InstanceId">The id it was started with.</param>
/// <param name="Orchestrator">The orchestrator's name.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreatedAt">When it was started.</param>
/// <param name="LastUpdatedAt">When its last turn was committed.</param>
/// <param name="Failure">Why it failed or was terminated, else null.</param>
public sealed record OrchestrationStatus(
    string InstanceId, string Orchestrator, OrchestrationState State, DateTimeOffset CreatedAt, DateTimeOffset LastUpdatedAt, string? Failure);
