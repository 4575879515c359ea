using ClinicalEngagement.Durable.Abstractions;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Functions.Durable;

/// <summary>
/// One generation of an orchestrator on Durable Task. Forwards to <see cref="TaskOrchestrationContext"/>, and makes up for what Durable
/// Task does otherwise than <see cref="IOrchestrationContext"/> promises (<c>docs/engines.md</c> lists it).
/// </summary>
public sealed class DurableTaskContext : IOrchestrationContext, IDisposable
{
    private readonly TaskOrchestrationContext inner;
    private readonly EventWaits events;
    private readonly CancellationTokenSource over = new();
    private object? nextInput;
    private bool continues;

    private DurableTaskContext(TaskOrchestrationContext inner)
    {
        this.inner = inner;
        events = new EventWaits(inner);
    }

    /// <inheritdoc/>
    public string InstanceId => inner.InstanceId;

    /// <inheritdoc/>
    public DateTimeOffset CurrentUtc => new(DateTime.SpecifyKind(inner.CurrentUtcDateTime, DateTimeKind.Utc));

    /// <inheritdoc/>
    public bool IsReplaying => inner.IsReplaying;

    /// <summary>Runs one generation of an orchestrator: what an orchestration trigger does.</summary>
    /// <exception cref="Exception">Whatever the orchestrator throws; the instance has then failed, even where it asked for a next generation.</exception>
    public static Task RunAsync<TOrchestrator, TInput>(TaskOrchestrationContext context)
        where TOrchestrator : IOrchestrator<TInput>, new() =>
        RunAsync(context, generation => new TOrchestrator().RunAsync(generation, context.GetInput<TInput>()!));

    /// <inheritdoc cref="RunAsync{TOrchestrator, TInput}"/>
    internal static async Task RunAsync(TaskOrchestrationContext context, Func<IOrchestrationContext, Task> orchestrator)
    {
        using var generation = new DurableTaskContext(context);
        try
        {
            await orchestrator(generation);
        }
        finally
        {
            // A timer that nobody cancelled would hold the instance open after its orchestrator has returned or thrown.
            generation.over.Cancel();
        }

        generation.BeginNext();
    }

    /// <inheritdoc/>
    public async Task<TOutput> CallActivityAsync<TInput, TOutput>(
        ActivityName<TInput, TOutput> activity, TInput input, ClinicalEngagement.Durable.Abstractions.RetryPolicy? retry = null)
    {
        try
        {
            return await inner.CallActivityAsync<TOutput>(activity.Name, input, TaskRetries.Options(retry));
        }
        catch (TaskFailedException failure)
        {
            throw new ActivityFailedException(activity.Name, failure.FailureDetails.ErrorType, failure.FailureDetails.ErrorMessage);
        }
    }

    /// <inheritdoc/>
    public async Task CreateTimerAsync(DateTimeOffset fireAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        await inner.CreateTimer(fireAt.UtcDateTime, either.Token);
    }

    /// <inheritdoc/>
    public Task<TEvent> WaitForEventAsync<TEvent>(string eventName, CancellationToken cancellationToken) =>
        events.WaitAsync<TEvent>(eventName, cancellationToken);

    /// <inheritdoc/>
    public void ContinueAsNew<TInput>(TInput input)
    {
        // Durable Task ends the generation here; the promise is: when the orchestrator returns.
        nextInput = input;
        continues = true;
    }

    /// <inheritdoc/>
    public Guid NewGuid() => inner.NewGuid();

    /// <inheritdoc/>
    public ILogger CreateReplaySafeLogger(string category) => inner.CreateReplaySafeLogger(category);

    /// <inheritdoc/>
    public void Dispose() => over.Dispose();

    private void BeginNext()
    {
        if (!continues)
            return;
        events.CarryOver();
        inner.ContinueAsNew(nextInput, preserveUnprocessedEvents: true);
    }
}
