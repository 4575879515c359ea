using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>
/// The watches by which notifications are told from forgeries, kept in memory: hundreds may come in a second. Read anew once a minute,
/// when this process changed one, and, at most once a second, for a subscription that is not among them.
/// </summary>
public sealed class WatchList(IEngagementStore store, IClock clock)
{
    private static readonly Duration KeptFor = Duration.FromMinutes(1);
    private static readonly Duration AskedAgainAfter = Duration.FromSeconds(1);
    private readonly SemaphoreSlim reading = new(1);
    private volatile Known known = new(new Dictionary<string, MailboxWatch>(), Instant.MinValue);

    /// <summary>Reads them anew at the next question.</summary>
    public void Forget() => known = known with { ReadAt = Instant.MinValue };

    /// <summary>The items of a posted body that are genuine, as they came. Forged ones, and those of subscriptions that are gone, are left out.</summary>
    /// <returns>Null when the body is no collection of notifications.</returns>
    public async Task<IReadOnlyList<string>?> GenuineAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var current = await ReadAsync(KeptFor, cancellationToken);
        var items = GraphNotifications.Genuine(body, id => current.BySubscription.GetValueOrDefault(id), out var strangers);
        if (items is null || !strangers)
            return items;

        // Another process may have made the subscription a moment ago.
        var newer = await ReadAsync(AskedAgainAfter, cancellationToken);
        return ReferenceEquals(newer, current)
            ? items
            : GraphNotifications.Genuine(body, id => newer.BySubscription.GetValueOrDefault(id), out _);
    }

    private async Task<Known> ReadAsync(Duration keptFor, CancellationToken cancellationToken)
    {
        if (IsFresh())
            return known;
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (IsFresh())
                return known;
            var now = clock.GetCurrentInstant();
            var watches = (await store.ReadAsync((reader, token) => reader.ListAsync<MailboxSync>(s => s.SubscriptionId != null, token), cancellationToken))
                .Select(MailboxWatch.From).OfType<MailboxWatch>();
            return known = new Known(
                watches.SelectMany(w => new[] { (Id: w.EventsId, Watch: w), (Id: w.InboxId, Watch: w) }).ToDictionary(w => w.Id, w => w.Watch, StringComparer.Ordinal), now);
        }
        finally
        {
            reading.Release();
        }

        bool IsFresh() => known.ReadAt != Instant.MinValue && clock.GetCurrentInstant() - known.ReadAt < keptFor;
    }

    private sealed record Known(IReadOnlyDictionary<string, MailboxWatch> BySubscription, Instant ReadAt);
}
