namespace ClinicalEngagement.Durable.Abstractions;

/// <summary>An orchestrator's name, with the type of its input, so that a call with a wrong input does not compile.</summary>
/// <param name="Name">Unique in an app, compared without case.</param>
public readonly record struct OrchestratorName<TInput>(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An activity's name, with the types of its input and output.</summary>
/// <param name="Name">Unique in an app, compared without case.</param>
public readonly record struct ActivityName<TInput, TOutput>(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An orchestrator: deterministic code over <see cref="IOrchestrationContext"/>. It has no constructor dependencies.</summary>
public interface IOrchestrator<in TInput>
{
    /// <summary>Runs one generation from its beginning; replayed at every turn.</summary>
    Task RunAsync(IOrchestrationContext context, TInput input);
}

/// <summary>One activity: one effect on the world. It may run more than once and must find what an earlier run did.</summary>
public interface IActivity<in TInput, TOutput>
{
    /// <summary>Runs the activity. What is expected comes back as a result; an exception means a bug or an outage and is retried under the caller's policy.</summary>
    Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken);
}
