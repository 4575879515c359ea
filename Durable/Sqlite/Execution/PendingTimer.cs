namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>A timer that has neither fired nor been cancelled.</summary>
internal sealed class PendingTimer(OrchestrationExecution owner, long seq, DateTimeOffset fireAt, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource source = new(owner);
    private CancellationTokenRegistration registration;

    public long Seq { get; } = seq;

    public DateTimeOffset FireAt { get; } = fireAt;

    public Task Task => source.Task;

    public void Watch() => registration = cancellationToken.UnsafeRegister(static timer => ((PendingTimer)timer!).Cancel(), this);

    public void Fire()
    {
        registration.Dispose();
        source.TrySetResult();
    }

    private void Cancel()
    {
        if (owner.CancelTimer(this))
            source.TrySetCanceled(cancellationToken);
    }
}
