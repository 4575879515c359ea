using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>What one mailbox allows: four requests at once, none before the time it asked us to come back, so many messages a minute.</summary>
/// <remarks>Kept in memory: after a restart Graph says it again.</remarks>
internal sealed class MailboxGate : IDisposable
{
    /// <summary>Graph's limit of requests at once per app and mailbox.</summary>
    public const int AtOnce = 4;

    private readonly SemaphoreSlim places = new(AtOnce, AtOnce);
    private readonly Queue<Instant> sent = new();
    private readonly Lock guard = new();
    private Instant closedUntil = Instant.MinValue;

    /// <summary>Waits for one of the places.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => places.WaitAsync(cancellationToken);

    /// <summary>Gives the place back.</summary>
    public void Leave() => places.Release();

    /// <summary>When it opens again, or null when it is open.</summary>
    public Instant? ClosedUntil(Instant now)
    {
        lock (guard)
            return now < closedUntil ? closedUntil : null;
    }

    /// <summary>Stays closed until then.</summary>
    public void Close(Instant until)
    {
        lock (guard)
            closedUntil = Instant.Max(closedUntil, until);
    }

    /// <summary>Counts one message towards the last minute's.</summary>
    /// <returns>Null when it may be sent, else when there is room again.</returns>
    public Instant? TrySend(Instant now, int perMinute)
    {
        lock (guard)
        {
            while (sent.TryPeek(out var first) && first + Duration.FromMinutes(1) <= now)
                sent.Dequeue();
            if (sent.Count >= perMinute)
                return sent.Peek() + Duration.FromMinutes(1);
            sent.Enqueue(now);
            return null;
        }
    }

    public void Dispose() => places.Dispose();
}
