using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Keeps the subscriptions of organisers' mailboxes alive: created, renewed before they end, made anew when they are gone.</summary>
public sealed class WatchKeeper(GraphSubscriptions subscriptions, MailboxReader mailboxes, IEngagementStore store, WatchList list)
{
    /// <summary>Looks after every organiser's mailbox.</summary>
    /// <returns>How many subscriptions were made or renewed.</returns>
    /// <exception cref="AggregateException">Some could not be; the others were.</exception>
    public async Task<int> KeepAllAsync(CancellationToken cancellationToken) => !subscriptions.Enabled
        ? 0
        : await EachOfThem.SumAsync(
            await mailboxes.OrganisersAsync(cancellationToken),
            async organiser => await KeepAsync(organiser, always: false, cancellationToken) ? 1 : 0,
            cancellationToken);

    /// <summary>Looks after one organiser's mailbox.</summary>
    /// <param name="organiser">Whose.</param>
    /// <param name="always">Also when nothing seems due, since Graph said that something is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when a subscription was made or renewed.</returns>
    public async Task<bool> KeepAsync(EmailAddress organiser, bool always, CancellationToken cancellationToken)
    {
        var sync = await store.ReadAsync((reader, token) => reader.FindAsync<MailboxSync>(organiser, token), cancellationToken);
        var watch = sync is null ? null : MailboxWatch.From(sync);
        if (!subscriptions.Enabled || (!always && !subscriptions.IsDue(watch)))
            return false;
        if (await subscriptions.EnsureAsync(organiser, watch, cancellationToken) is not PortResult<MailboxWatch>.Answered { Value: var ensured })
            return false;
        await store.WriteAsync(
            async (writer, token) =>
            {
                if (await writer.FindAsync<MailboxSync>(organiser, token) is { } stored)
                    writer.Update(ensured.In(stored));
                else
                    writer.Add(ensured.In(new MailboxSync { Mailbox = organiser }));
                return true;
            },
            cancellationToken);
        list.Forget();
        return true;
    }
}
