using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Subscriptions;

/// <summary>Tells delta and subscribers what changed. Runs inside the turn that makes the change.</summary>
internal sealed class ChangeFeed(World world)
{
    /// <summary>The tenant's id in notifications.</summary>
    public Guid TenantId => world.Dice.Guid("tenant");

    /// <summary>An event was created, updated or deleted.</summary>
    public void Event(CalendarEvent item, string changeType)
    {
        world.Changes.Put(new ChangeRow(world.Next("changes"), item.Mailbox, item.Id, item.RestId));
        foreach (var subscription in Subscribers(item.Mailbox, changeType, s => s == "events"))
            Enqueue(subscription, changeType, "Event", "Events", EventJson.IdFor(item, subscription.ImmutableIds), EventJson.ChangeKey(world.Dice, item));
    }

    /// <summary>A message was created, updated or deleted.</summary>
    public void Message(Message item, string changeType)
    {
        foreach (var subscription in Subscribers(item.Mailbox, changeType, s => s == "messages" || s == item.Folder))
            Enqueue(subscription, changeType, "Message", "Messages", MessageJson.IdFor(item, subscription.ImmutableIds), MessageJson.ChangeKey(world.Dice, item));
    }

    /// <summary>A lifecycle notice: reauthorizationRequired, subscriptionRemoved or missed.</summary>
    public void Lifecycle(Subscription subscription, string lifecycleEvent)
    {
        if (subscription.LifecycleUrl is null)
            return;
        var notice = new JsonObject
        {
            ["subscriptionId"] = subscription.Id,
            ["subscriptionExpirationDateTime"] = Zones.Text(subscription.Expires),
            ["tenantId"] = TenantId.ToString(),
            ["clientState"] = subscription.ClientState,
            ["lifecycleEvent"] = lifecycleEvent,
        };
        Put(subscription, subscription.LifecycleUrl, notice, world.Now, lifecycle: true);
    }

    private IEnumerable<Subscription> Subscribers(string mailbox, string changeType, Func<string, bool> scope) => world.Subscriptions.All
        .Where(s => s.Mailbox == mailbox && s.Expires > world.Now && s.ChangeTypes.Contains(changeType) && scope(s.Scope))
        .OrderBy(s => s.Id, StringComparer.Ordinal);

    private void Enqueue(Subscription subscription, string changeType, string type, string collection, string id, string changeKey)
    {
        var user = world.DirectoryId(subscription.Mailbox);
        var notification = new JsonObject
        {
            ["subscriptionId"] = subscription.Id,
            ["subscriptionExpirationDateTime"] = Zones.Text(subscription.Expires),
            ["changeType"] = changeType,
            ["resource"] = $"Users/{user}/{collection}/{id}",
            ["resourceData"] = new JsonObject
            {
                ["@odata.type"] = $"#Microsoft.Graph.{type}",
                ["@odata.id"] = $"Users/{user}/{collection}/{id}",
                ["@odata.etag"] = $"W/\"{changeKey}\"",
                ["id"] = id,
            },
            ["clientState"] = subscription.ClientState,
            ["tenantId"] = TenantId.ToString(),
        };
        var faults = new FaultPlan(world);
        if (faults.Take(subscription.Mailbox, FaultKind.NotificationLost) is not null)
        {
            world.Log(new JournalEntry { By = JournalEntry.App, Kind = "notificationLost", Mailbox = subscription.Mailbox, Id = subscription.Id });
            Lifecycle(subscription, "missed");
            return;
        }

        var due = world.Now + Duration.FromSeconds(faults.Take(subscription.Mailbox, FaultKind.NotificationLate)?.Seconds ?? 0);
        Put(subscription, subscription.NotificationUrl, notification, due, lifecycle: false);
        if (faults.Take(subscription.Mailbox, FaultKind.NotificationDoubled) is not null)
            Put(subscription, subscription.NotificationUrl, notification.DeepClone().AsObject(), due, lifecycle: false);
    }

    private void Put(Subscription subscription, string url, JsonObject notification, Instant due, bool lifecycle) =>
        world.Notifications.Put(new PendingNotification(
            world.NextKey("notifications"), subscription.Id, due, due, 0, url, new JsonObject { ["value"] = new JsonArray(notification) }.ToJsonString(), lifecycle));
}
