using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>
/// Subscriptions on organisers' mailboxes. They are for speed; calendars and inboxes are read without them too. Where no
/// <see cref="GraphOptions.NotificationAddress"/> is set there are none.
/// </summary>
public sealed class GraphSubscriptions
{
    private static readonly EmailAddress NoMailbox = new("");
    private readonly GraphConnection connection;
    private readonly RandomNumberGenerator random;

    /// <summary>Makes them over that connection.</summary>
    /// <param name="connection">The way to Graph.</param>
    /// <param name="random">Where the secrets come from.</param>
    internal GraphSubscriptions(GraphConnection connection, RandomNumberGenerator random)
    {
        this.connection = connection;
        this.random = random;
    }

    /// <summary>True where notifications can arrive.</summary>
    public bool Enabled => connection.Options.NotificationAddress is not null;

    /// <summary>True when the watch is to be renewed: a third of its life is left, or less.</summary>
    public bool IsDue(MailboxWatch? watch) =>
        Enabled && (watch is null || watch.Expires - connection.Now < Duration.FromTimeSpan(connection.Options.SubscriptionLifetime) / 3);

    /// <summary>Creates what is missing and renews what there is; what Graph no longer knows is created anew. The same call answers every lifecycle notice.</summary>
    /// <param name="lead">Whose mailbox, or for whom the shared one works.</param>
    /// <param name="watch">What there is, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">No address for notifications is set.</exception>
    /// <returns>Refused also when Graph could not reach our address.</returns>
    /// <exception cref="GraphOutageException">Network, timeout, 5xx.</exception>
    public async Task<PortResult<MailboxWatch>> EnsureAsync(EmailAddress lead, MailboxWatch? watch, CancellationToken cancellationToken)
    {
        var mailbox = connection.MailboxFor(lead);
        var state = watch?.ClientState ?? NewState();
        var address = AddressFor(lead, mailbox);
        var events = await RenewOrCreateAsync(watch?.EventsId, () => Wanted($"/users/{mailbox}/events", "created,updated,deleted"), cancellationToken);
        if (events is not PortResult<Subscription>.Answered { Value: var first })
            return events.Map(_ => watch!);
        var inbox = await RenewOrCreateAsync(watch?.InboxId, () => Wanted($"/users/{mailbox}/mailFolders('inbox')/messages", "created"), cancellationToken);
        if (inbox is PortResult<Subscription>.Answered { Value: var second })
            return new MailboxWatch(lead, first.Id!, second.Id!, state, Instant.Min(Expiry(first), Expiry(second)));

        // Half a watch would be forgotten by whoever stores it, and go on notifying with a secret nobody knows.
        if (watch?.EventsId != first.Id)
            await DeleteAsync(first.Id!, cancellationToken);
        return inbox.Map(_ => watch!);

        Subscription Wanted(string resource, string changes) => new()
        {
            Resource = resource,
            ChangeType = changes,
            NotificationUrl = address,
            LifecycleNotificationUrl = address,
            ClientState = state,
            ExpirationDateTime = NewExpiry(),
        };
    }

    /// <summary>Ends both; what is gone already is a success.</summary>
    public async Task<PortResult<bool>> DeleteAsync(MailboxWatch watch, CancellationToken cancellationToken) =>
        await DeleteAsync(watch.EventsId, cancellationToken).ThenAsync(_ => DeleteAsync(watch.InboxId, cancellationToken));

    private Task<PortResult<Subscription>> RenewOrCreateAsync(string? id, Func<Subscription> wanted, CancellationToken cancellationToken) => id is null
        ? CreateAsync(wanted, cancellationToken)
        : RenewAsync(id, cancellationToken).ThenAsync(renewed => renewed is null
            ? CreateAsync(wanted, cancellationToken)
            : Task.FromResult<PortResult<Subscription>>(renewed));

    private async Task<PortResult<Subscription?>> RenewAsync(string id, CancellationToken cancellationToken) =>
        await connection.CallAsync<Subscription?>(
            NoMailbox,
            "renew subscription",
            async (graph, cancel) => await graph.Subscriptions[id].PatchAsync(new Subscription { ExpirationDateTime = NewExpiry() }, cancellationToken: cancel)
                is { Id: not null } renewed ? renewed : throw new GraphAnswerException("a renewed subscription has no id"),
            cancellationToken,
            // Ids of subscriptions are directory objects to Graph: their 404 looks like that of a mailbox.
            failure => failure.Status is 404 or 410 ? new PortResult<Subscription?>.Answered(null) : null);

    private async Task<PortResult<Subscription>> CreateAsync(Func<Subscription> wanted, CancellationToken cancellationToken)
    {
        var clash = false;
        // Asked for anew each time: what the SDK has sent once it takes for known and leaves out of the next body.
        var created = await TryCreateAsync(wanted(), () => clash = true, cancellationToken);
        if (!clash)
            return created.Map(c => c!);

        // One of ours from a try whose answer was lost: its secret is lost with it.
        return await connection.CallAsync(NoMailbox, "list subscriptions", (graph, cancel) => graph.Subscriptions.GetAsync(cancellationToken: cancel), cancellationToken)
            .ThenAsync(async list =>
            {
                foreach (var old in (list?.Value ?? []).Where(s => IsSame(s, wanted())))
                    await DeleteAsync(old.Id!, cancellationToken);
                return (await TryCreateAsync(wanted(), () => throw new GraphOutageException("create subscription", "409 again"), cancellationToken)).Map(c => c!);
            });
    }

    private Task<PortResult<Subscription?>> TryCreateAsync(Subscription wanted, Action onClash, CancellationToken cancellationToken) =>
        connection.CallAsync<Subscription?>(
            NoMailbox,
            "create subscription",
            async (graph, cancel) => await graph.Subscriptions.PostAsync(wanted, cancellationToken: cancel)
                is { Id: not null } created ? created : throw new GraphAnswerException("a new subscription has no id"),
            cancellationToken,
            failure =>
            {
                // Most often Graph tried our address and got no proper answer; the engagement goes on without notifications.
                if (failure.Status == 400)
                    return new PortResult<Subscription?>.Refused($"Microsoft 365 did not accept the address for notifications ({failure}).");
                if (failure.Status != 409)
                    return null;
                onClash();
                return new PortResult<Subscription?>.Answered(null);
            });

    private Task<PortResult<bool>> DeleteAsync(string id, CancellationToken cancellationToken) => connection.CallAsync<bool>(
        NoMailbox,
        "delete subscription",
        async (graph, cancel) =>
        {
            await graph.Subscriptions[id].DeleteAsync(cancellationToken: cancel);
            return true;
        },
        cancellationToken,
        failure => failure.Status is 404 or 410 ? false : null);

    private static bool IsSame(Subscription old, Subscription wanted) =>
        string.Equals(old.Resource?.TrimStart('/'), wanted.Resource!.TrimStart('/'), StringComparison.OrdinalIgnoreCase)
        && (old.NotificationUrl is null || old.NotificationUrl == wanted.NotificationUrl);

    // Leads who share a mailbox each have their own watch on it; Graph tells subscriptions apart by their address.
    private string AddressFor(EmailAddress lead, EmailAddress mailbox)
    {
        var address = connection.Options.NotificationAddress ?? throw new InvalidOperationException("Graph:NotificationAddress is not set.");
        return lead == mailbox
            ? address.AbsoluteUri
            : $"{address.AbsoluteUri}{(address.Query.Length == 0 ? '?' : '&')}watch={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lead.Value)))[..16]}";
    }

    private DateTimeOffset NewExpiry() => (connection.Now + Duration.FromTimeSpan(connection.Options.SubscriptionLifetime)).ToDateTimeOffset();

    // Graph may grant less than was asked for.
    private Instant Expiry(Subscription subscription) => Instant.FromDateTimeOffset(subscription.ExpirationDateTime ?? NewExpiry());

    private string NewState()
    {
        var bytes = new byte[32];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
