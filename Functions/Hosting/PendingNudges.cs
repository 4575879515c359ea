using ClinicalEngagement.Infrastructure.Storage;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>Whether a commit of this process has left nudges that were not sent yet.</summary>
internal sealed class PendingNudges
{
    private int pending;

    public PendingNudges(OutboxSignal signal) => signal.Raised += Add;

    public void Add() => Interlocked.Exchange(ref pending, 1);

    /// <summary>True for the first who asks after a commit; they are to send them.</summary>
    public bool Take() => Interlocked.Exchange(ref pending, 0) == 1;
}
