using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Faults;

/// <summary>
/// What callers ask of the simulator, counted: requests by operation, and whether they come before the time they were told. Kept in
/// memory: a restart begins anew.
/// </summary>
internal sealed class Pressure
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, long> requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Closed> closed = new(StringComparer.OrdinalIgnoreCase);
    private long turnedAway;
    private long early;
    private int mostOnTheWay;

    /// <summary>A request has come in.</summary>
    public void Came(string operation, string? mailbox, Instant now)
    {
        lock (gate)
        {
            requests[operation] = requests.GetValueOrDefault(operation) + 1;
            if (!closed.TryGetValue(mailbox ?? "", out var since) || now >= since.Until)
                return;
            // At the very moment of the refusal others may have been on their way, four at once at most; later none has an excuse.
            if (now > since.At)
                early++;
            else
            {
                closed[mailbox ?? ""] = since with { OnTheWay = since.OnTheWay + 1 };
                mostOnTheWay = Math.Max(mostOnTheWay, since.OnTheWay + 1);
            }
        }
    }

    /// <summary>A request was turned away, with the time to come back where one was told.</summary>
    public void TurnedAway(string? mailbox, Instant now, Instant? until)
    {
        lock (gate)
        {
            turnedAway++;
            if (until is not { } back || back <= now)
                return;
            closed[mailbox ?? ""] = closed.TryGetValue(mailbox ?? "", out var since) && now < since.Until
                ? since with { Until = Instant.Max(back, since.Until) }
                : new Closed(now, back, 0);
        }
    }

    /// <summary>What was counted.</summary>
    public PressureReport Report()
    {
        lock (gate)
            return new PressureReport(requests.Values.Sum(), turnedAway, early, mostOnTheWay, closed.Count == 0 ? null : closed.Values.Max(c => c.Until), new Dictionary<string, long>(requests));
    }

    private sealed record Closed(Instant At, Instant Until, int OnTheWay);
}

/// <summary>What callers have asked of the simulator since it was started.</summary>
/// <param name="Requests">How many requests, those within batches included.</param>
/// <param name="TurnedAway">How many were answered with 429 or 503.</param>
/// <param name="Early">How many came before the Retry-After of their mailbox was over: later than the moment of the refusal.</param>
/// <param name="MostOnTheWay">The most that came for one mailbox at the very moment it was closed, when they may have been on their way.</param>
/// <param name="ClosedUntil">The latest time that anybody was told to come back at, or null.</param>
/// <param name="ByOperation">Requests by the operation's name.</param>
internal sealed record PressureReport(
    long Requests, long TurnedAway, long Early, int MostOnTheWay, Instant? ClosedUntil, IReadOnlyDictionary<string, long> ByOperation);
