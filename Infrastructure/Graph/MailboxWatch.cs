using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>The two subscriptions by which a mailbox tells of changes: its events and its inbox.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="EventsId">The subscription to its events.</param>
/// <param name="InboxId">The subscription to its inbox.</param>
/// <param name="ClientState">What every notification must carry; 43 characters, a secret.</param>
/// <param name="Expires">The earlier of the two ends.</param>
public sealed record MailboxWatch(EmailAddress Mailbox, string EventsId, string InboxId, string ClientState, Instant Expires)
{
    /// <summary>The watch that a mailbox's record tells of, or null when it tells of none.</summary>
    public static MailboxWatch? From(MailboxSync sync) =>
        sync is { SubscriptionId: { } ids, ClientState: { } state, SubscriptionExpires: { } expires } && ids.Split(' ') is [var events, var inbox]
            ? new MailboxWatch(sync.Mailbox, events, inbox, state, expires)
            : null;

    /// <summary>The record with this watch in it; both ids in <see cref="MailboxSync.SubscriptionId"/>, with a blank between.</summary>
    public MailboxSync In(MailboxSync sync) => sync with { SubscriptionId = $"{EventsId} {InboxId}", ClientState = ClientState, SubscriptionExpires = Expires };

    /// <summary>True when it is one of the two.</summary>
    public bool Has(string subscriptionId) => subscriptionId == EventsId || subscriptionId == InboxId;
}
