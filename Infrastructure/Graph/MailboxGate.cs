using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>What one mailbox allows: four requests at once, none before the time it asked us to come back, so many messages a minute.</summary>
/// <remarks>Kept in memory: after a restart Graph says it again.</remarks>
internal sealed class MailboxGate : IDisposable
{
    /// <summary>Graph's limit of requests at once per app and mailbox.</summary>
    public const int AtOnce = 4;

    private readonly SemaphoreSlim places = new(AtOnce, AtOnce);
    private readonly SemaphoreSlim wantsAll = new(1, 1);
    private readonly Queue<Instant> sent = new();
    private readonly Lock guard = new();
    private Instant closedUntil = Instant.MinValue;

    /// <summary>Waits for one of the places.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => places.WaitAsync(cancellationToken);

    /// <summary>Waits for all places: Exchange runs four requests of a batch at once.</summary>
    public async Task EnterAllAsync(CancellationToken cancellationToken)
    {
        // One at a time, else two that want all would each hold half and wait for ever.
        await wantsAll.WaitAsync(cancellationToken);
        var taken = 0;
        try
        {
            for (; taken < AtOnce; taken++)
                await places.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (taken > 0)
                places.Release(taken);
            throw;
        }
        finally
        {
            wantsAll.Release();
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => places.Release();

    /// <summary>Gives all places back.</summary>
    public void LeaveAll() => places.Release(AtOnce);

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

    /// <summary>When there is room for a message again, or null when there is now.</summary>
    public Instant? NoRoomUntil(Instant now, int perMinute)
    {
        lock (guard)
        {
            while (sent.TryPeek(out var first) && first + Duration.FromMinutes(1) <= now)
                sent.Dequeue();
            return sent.Count >= perMinute ? sent.Peek() + Duration.FromMinutes(1) : null;
        }
    }

    /// <summary>Counts one message towards the last minute's.</summary>
    /// <returns>Null when it may be sent, else when there is room again.</returns>
    public Instant? TrySend(Instant now, int perMinute)
    {
        lock (guard)
        {
            if (NoRoomUntil(now, perMinute) is { } later)
                return later;
            sent.Enqueue(now);
            return null;
        }
    }

    public void Dispose()
    {
        places.Dispose();
        wantsAll.Dispose();
    }
}
