using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Trust;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Subscriptions;

/// <summary>Subscriptions to change notifications.</summary>
internal sealed class SubscriptionOperations(Notifier notifier)
{
    private const int MostMinutes = 10_080;
    private const int LongestClientState = 128;
    private const int MostPerMailbox = 1_000;

    private static readonly string[] ChangeTypes = ["created", "updated", "deleted"];

    /// <summary>The operations.</summary>
    public IEnumerable<Operation> Operations =>
    [
        new("subscriptions.list", "GET", "/subscriptions", List),
        new("subscriptions.create", "POST", "/subscriptions", Create) { Before = ValidateAsync },
        new("subscriptions.get", "GET", "/subscriptions/{subscription-id}", call => GraphResponse.Ok(Write(call, Find(call)))),
        new("subscriptions.patch", "PATCH", "/subscriptions/{subscription-id}", Renew),
        new("subscriptions.delete", "DELETE", "/subscriptions/{subscription-id}", Delete),
        new("subscriptions.reauthorize", "POST", "/subscriptions/{subscription-id}/reauthorize", call => Find(call) is not null ? GraphResponse.NoContent : throw GraphRefusal.ItemNotFound()),
    ];

    private static GraphResponse List(Call call)
    {
        var alive = call.World.Subscriptions.All.Where(s => s.Expires > call.World.Now).OrderBy(s => s.Id, StringComparer.Ordinal).ToArray();
        return Shaping.Page(call, alive, s => Write(call, s), 100, "subscriptions");
    }

    private async Task ValidateAsync(Call call, CancellationToken cancellationToken)
    {
        var body = call.Body;
        foreach (var name in new[] { "notificationUrl", "lifecycleNotificationUrl" })
        {
            if (body.Text(name) is not { } url)
                continue;
            RequireSafe(url);
            var token = $"Validation: Testing client application reachability for subscription Request-Id: {call.World.Dice.Guid("validation", url)}";
            if (!await notifier.ValidateAsync(url, token, cancellationToken))
                throw GraphRefusal.BadRequest($"Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request ({name}).", "ValidationError");
        }
    }

    private static GraphResponse Create(Call call)
    {
        var body = call.Body;
        var url = body.Text("notificationUrl") ?? throw Malformed();
        var resource = body.Text("resource") ?? throw Malformed();
        var (mailbox, scope) = Resource(call, resource);
        string[] types = [.. (body.Text("changeType") ?? throw Malformed()).Split(',', StringSplitOptions.TrimEntries)];
        if (types.Except(ChangeTypes).Any())
            throw GraphRefusal.BadRequest($"Invalid 'changeType' attribute: '{string.Join(',', types)}'.", "InvalidRequest");
        if (body.Text("clientState")?.Length > LongestClientState)
            throw GraphRefusal.BadRequest($"The clientState must not be longer than {LongestClientState} characters.", "InvalidRequest");
        if (call.World.Subscriptions.All.Count(s => s.Mailbox == mailbox.Address && s.Expires > call.World.Now) >= MostPerMailbox)
            throw GraphRefusal.Denied("The limit of subscriptions for this mailbox was reached.", "ErrorExceededSubscriptionCount");
        if (call.World.Subscriptions.All.Any(s => s.Expires > call.World.Now && s.Mailbox == mailbox.Address && s.Scope == scope && s.NotificationUrl == url && s.ChangeTypes.SequenceEqual(types)))
            throw new GraphRefusal(409, "Conflict", "Subscription with the same resource and changeType already exists.");
        var id = call.World.Dice.Guid("subscription", call.World.NextKey("subscriptions")).ToString();
        var subscription = new Subscription
        {
            Id = id,
            Resource = resource,
            Mailbox = mailbox.Address,
            Scope = scope,
            ChangeTypes = types,
            NotificationUrl = url,
            LifecycleUrl = body.Text("lifecycleNotificationUrl"),
            ClientState = body.Text("clientState"),
            Expires = Expiry(call),
            ImmutableIds = call.Request.Preferences.ImmutableIds,
            LatestTls = body.Text("latestSupportedTlsVersion"),
        };
        call.World.Subscriptions.Put(subscription);
        Log("subscriptionCreated", call, subscription);
        return GraphResponse.Created(Write(call, subscription));
    }

    private static GraphResponse Renew(Call call)
    {
        var renewed = Find(call) with { Expires = Expiry(call) };
        call.World.Subscriptions.Put(renewed);
        Log("subscriptionRenewed", call, renewed);
        return GraphResponse.Ok(Write(call, renewed));
    }

    private static GraphResponse Delete(Call call)
    {
        var subscription = Find(call);
        call.World.Subscriptions.Remove(subscription.Id);
        Log("subscriptionDeleted", call, subscription);
        return GraphResponse.NoContent;
    }

    private static Subscription Find(Call call) =>
        call.World.Subscriptions.Find(call.Values["subscription-id"]) is { } subscription && subscription.Expires > call.World.Now
            ? subscription
            : throw new GraphRefusal(404, "ResourceNotFound", "The object was not found.");

    private static Instant Expiry(Call call)
    {
        var expires = Zones.ReadQuery(call.Body.Text("expirationDateTime") ?? throw Malformed(), "expirationDateTime");
        if (expires <= call.World.Now)
            throw GraphRefusal.BadRequest("Subscription expiration must be in the future.", "InvalidRequest");
        if (expires > call.World.Now + Duration.FromMinutes(MostMinutes))
            throw GraphRefusal.BadRequest($"Subscription expiration can only be {MostMinutes} minutes in the future.", "ExtensionError");
        return expires;
    }

    private static (Person Mailbox, string Scope) Resource(Call call, string resource)
    {
        var path = Router.Split(resource.Split('?')[0]);
        string? scope = path switch
        {
            ["users", _, "events"] or ["users", _, "calendar", "events"] => "events",
            ["users", _, "messages"] => "messages",
            ["users", _, "mailFolders", var folder, "messages"] => MailFolders.Resolve(call.World.Dice, call.World.FindPerson(path[1])?.Address ?? "", folder),
            _ => null,
        };
        if (scope is null)
            throw GraphRefusal.BadRequest($"Resource '{resource}' is not supported for subscriptions.", "ExtensionError");
        return call.World.FindPerson(path[1]) is { AccountEnabled: true, Guest: false } mailbox
            ? (mailbox, scope)
            : throw new GraphRefusal(404, "ResourceNotFound", "The object was not found.");
    }

    private static void RequireSafe(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            throw GraphRefusal.BadRequest("The notification URL must use https (the simulator also takes http on loopback).", "InvalidRequest");
    }

    private static GraphRefusal Malformed() =>
        GraphRefusal.BadRequest("Could not process subscription creation payload. Are all property names spelled and camelCased properly?", "InvalidRequest");

    private static void Log(string kind, Call call, Subscription subscription) => call.World.Log(new JournalEntry
    {
        By = JournalEntry.App,
        Kind = kind,
        Mailbox = subscription.Mailbox,
        Id = subscription.Id,
        Detail = subscription.Scope,
    });

    private static JsonObject Write(Call call, Subscription subscription) => new()
    {
        ["@odata.context"] = call.Context("subscriptions/$entity"),
        ["id"] = subscription.Id,
        ["resource"] = subscription.Resource,
        ["applicationId"] = call.World.Dice.Guid("application").ToString(),
        ["changeType"] = string.Join(',', subscription.ChangeTypes),
        ["clientState"] = subscription.ClientState,
        ["notificationUrl"] = subscription.NotificationUrl,
        ["lifecycleNotificationUrl"] = subscription.LifecycleUrl,
        ["expirationDateTime"] = Zones.Text(subscription.Expires),
        ["creatorId"] = call.World.Dice.Guid("creator").ToString(),
        ["includeResourceData"] = null,
        ["latestSupportedTlsVersion"] = subscription.LatestTls ?? "v1_2",
        ["encryptionCertificate"] = null,
        ["encryptionCertificateId"] = null,
        ["notificationQueryOptions"] = null,
        ["notificationUrlAppId"] = null,
    };
}
