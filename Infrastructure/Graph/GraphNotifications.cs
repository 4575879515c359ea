using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Reads what Graph posts to the address for notifications. Pure: what to do about it is the caller's.</summary>
/// <remarks>Nothing in the body is believed but the subscription's id together with its secret; the mailbox is the one we know it by.</remarks>
public static class GraphNotifications
{
    // Compared with where the subscription is unknown, so that both cases take as long.
    private static readonly byte[] NoState = SHA256.HashData("no such subscription"u8);

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON as posted: <c>{"value":[…]}</c>.</param>
    /// <param name="find">The watch that has a subscription, or null.</param>
    /// <param name="notifications">One entry for each notification that can be read, in the order of the body.</param>
    /// <returns>False when the body is not of that shape; then there are none.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, Func<string, MailboxWatch?> find, out IReadOnlyList<GraphNotification> notifications)
    {
        var items = Items(body);
        notifications = [.. (items ?? []).Select(i => Read(i, find)).OfType<GraphNotification>()];
        return items is not null;
    }

    /// <summary>The items of a body that carry the secret of a subscription of ours, as they came.</summary>
    /// <param name="body">JSON as posted.</param>
    /// <param name="find">The watch that has a subscription, or null.</param>
    /// <param name="strangers">True when there is an item of a subscription that is not known.</param>
    /// <returns>Null when the body is no collection of notifications.</returns>
    public static IReadOnlyList<string>? Genuine(ReadOnlyMemory<byte> body, Func<string, MailboxWatch?> find, out bool strangers)
    {
        strangers = false;
        if (Items(body) is not { } items)
            return null;
        var genuine = new List<string>();
        foreach (var item in items)
            if (Read(item, find) is { Genuine: true })
                genuine.Add(item.Raw);
            else
                strangers |= item.SubscriptionId is { } id && find(id) is null;
        return genuine;
    }

    // Null when it is no collection, or not text throughout: bytes that are no UTF-8, or half a surrogate pair, are seen only when a text is read.
    private static List<Item>? Items(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array
                ? [.. value.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object)
                    .Select(i => new Item(Text(i, "subscriptionId"), Text(i, "clientState"), Text(i, "lifecycleEvent"), i.GetRawText()))]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static GraphNotification? Read(Item item, Func<string, MailboxWatch?> find)
    {
        if (item.SubscriptionId is not { Length: > 0 and <= 128 } id)
            return null;
        var watch = find(id);
        var isGenuine = watch?.Has(id) == true & IsSecret(item.ClientState, watch);
        var kind = item.LifecycleEvent switch
        {
            null => GraphNotificationKind.Change,
            "reauthorizationRequired" => GraphNotificationKind.ReauthorizationRequired,
            "subscriptionRemoved" => GraphNotificationKind.SubscriptionRemoved,
            "missed" => GraphNotificationKind.Missed,
            _ => GraphNotificationKind.Other,
        };
        return new GraphNotification(id, isGenuine, kind, isGenuine ? watch!.Mailbox : null);
    }

    // Hashes have one length, so that the comparison's time tells nothing of the secret's.
    private static bool IsSecret(string? given, MailboxWatch? watch) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given ?? "")),
        watch is null ? NoState : SHA256.HashData(Encoding.UTF8.GetBytes(watch.ClientState))) && watch is not null;

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Item(string? SubscriptionId, string? ClientState, string? LifecycleEvent, string Raw);
}

/// <summary>One notification.</summary>
/// <param name="SubscriptionId">As posted.</param>
/// <param name="Genuine">True when the subscription is ours and carries its secret; anything else is to be ignored.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Mailbox">The mailbox it is about, or null when it is not genuine.</param>
public sealed record GraphNotification(string SubscriptionId, bool Genuine, GraphNotificationKind Kind, EmailAddress? Mailbox);

/// <summary>What a notification says.</summary>
public enum GraphNotificationKind
{
    /// <summary>Something changed: read the calendar's delta and the inbox.</summary>
    Change,

    /// <summary>Renew now.</summary>
    ReauthorizationRequired,

    /// <summary>It is gone: create it anew and read everything.</summary>
    SubscriptionRemoved,

    /// <summary>Some did not arrive: read everything.</summary>
    Missed,

    /// <summary>Something new; reading everything is never wrong.</summary>
    Other,
}
