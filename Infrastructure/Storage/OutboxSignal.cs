namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>Says within this process that a commit left nudges in the outbox, so that they need not wait for the next sweep.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim raised = new(0, 1);
    private readonly Lock raising = new();

    /// <summary>Called after each commit that nudged, on the committing caller's thread; it must return at once.</summary>
    public event Action? Raised;

    /// <summary>Says it. What was said and not yet waited for is kept, once.</summary>
    public void Raise()
    {
        lock (raising)
        {
            if (raised.CurrentCount == 0)
                raised.Release();
        }

        Raised?.Invoke();
    }

    /// <summary>Completes when something was said since the last wait; one waiter at a time.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => raised.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => raised.Dispose();
}
