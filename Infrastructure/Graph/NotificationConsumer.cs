using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Acts on what Graph posted: each genuine notification has its mailbox read once, whatever it says.</summary>
public sealed class NotificationConsumer(IEngagementStore store, MailboxReader mailboxes, WatchKeeper watches)
{
    /// <summary>Takes in one posted body. Doing so twice changes nothing the second time.</summary>
    /// <returns>How many mailboxes were read; 0 when nothing in it is genuine.</returns>
    public async Task<int> TakeInAsync(string body, CancellationToken cancellationToken)
    {
        var known = (await store.ReadAsync((reader, token) => reader.ListAsync<MailboxSync>(s => s.SubscriptionId != null, token), cancellationToken))
            .Select(MailboxWatch.From).OfType<MailboxWatch>().ToArray();
        if (!GraphNotifications.TryRead(Encoding.UTF8.GetBytes(body), id => known.FirstOrDefault(w => w.Has(id)), out var notifications))
            return 0;
        var genuine = notifications.Where(n => n is { Genuine: true, Mailbox: not null }).ToArray();
        foreach (var lifecycle in genuine.Where(n => n.Kind is GraphNotificationKind.SubscriptionRemoved or GraphNotificationKind.ReauthorizationRequired))
            await watches.KeepAsync(lifecycle.Mailbox!.Value, always: true, cancellationToken);
        EmailAddress[] changed = [.. genuine.Select(n => n.Mailbox!.Value).Distinct().Order()];
        foreach (var mailbox in changed)
            await mailboxes.ReadAsync(mailbox, cancellationToken);
        return changed.Length;
    }
}
