namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>
/// Keeps an orchestrator's continuations on the turn: what its awaits post runs in order on the engine's thread, and a post
/// from any other thread betrays that it awaited something the engine did not create.
/// </summary>
internal sealed class TurnSynchronizationContext(OrchestrationExecution execution) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (execution.IsOnTurn)
            posted.Enqueue((d, state));
        else
            execution.ReportForeign($"it awaits {ForeignAwait.Describe(state)}, which is not the engine's and can't be replayed");
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!execution.IsOnTurn)
            throw new InvalidOperationException("An orchestrator's context can't be entered from outside its turn.");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what was posted, and what that posts, until nothing is left.</summary>
    public void Drain()
    {
        while (posted.TryDequeue(out var next))
            next.Callback(next.State);
    }
}
