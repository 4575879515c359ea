using System.Net.Http.Headers;
using System.Text;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Store;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Subscriptions;

/// <summary>Delivers notifications one after another, in the order they are due; failed ones again for up to four hours.</summary>
internal sealed class Notifier(World world, ChangeFeed feed) : IDisposable
{
    private static readonly Duration GiveUpAfter = Duration.FromHours(4);

    private static readonly Duration[] Pauses =
        [Duration.FromSeconds(10), Duration.FromSeconds(30), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromMinutes(30)];

    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly SemaphoreSlim pump = new(1, 1);
    private Task background = Task.CompletedTask;

    /// <summary>True while a delivery is on its way or due.</summary>
    public bool IsBusy => !background.IsCompletedSuccessfully || pump.CurrentCount == 0 || NextDue <= world.Now;

    /// <summary>When the earliest notification is due, or null.</summary>
    public Instant? NextDue => world.Notifications.All.Select(n => (Instant?)n.Due).Min();

    /// <summary>Starts delivering what is due, without waiting.</summary>
    public void Kick()
    {
        if (NextDue <= world.Now)
            background = Task.WhenAll(background, Task.Run(DrainAsync));
    }

    /// <summary>Delivers everything that is due.</summary>
    public async Task DrainAsync()
    {
        await pump.WaitAsync();
        try
        {
            while (await world.InTurnAsync(Earliest) is { } next)
            {
                var delivered = await DeliverAsync(next);
                await world.InTurnAsync(() => Settle(next, delivered));
            }
        }
        finally
        {
            pump.Release();
        }
    }

    /// <summary>Asks a URL whether it wants notifications, as Graph does before it accepts a subscription.</summary>
    /// <returns>True when it answered 200 with the token as plain text.</returns>
    public async Task<bool> ValidateAsync(string url, string token, CancellationToken cancellationToken)
    {
        var separator = url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        try
        {
            using var content = new StringContent("", Encoding.UTF8, "text/plain");
            using var response = await client.PostAsync($"{url}{separator}validationToken={Uri.EscapeDataString(token)}", content, cancellationToken);
            return response.StatusCode == System.Net.HttpStatusCode.OK
                && response.Content.Headers.ContentType?.MediaType == "text/plain"
                && await response.Content.ReadAsStringAsync(cancellationToken) == token;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        pump.Dispose();
    }

    private PendingNotification? Earliest() => world.Notifications.All
        .Where(n => n.Due <= world.Now)
        .OrderBy(n => n.Due).ThenBy(n => n.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private async Task<bool> DeliverAsync(PendingNotification notification)
    {
        try
        {
            using var content = new StringContent(notification.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
            using var response = await client.PostAsync(notification.Url, content);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private bool Settle(PendingNotification notification, bool delivered)
    {
        var next = world.Now + Pauses[Math.Min(notification.Attempts, Pauses.Length - 1)];
        if (!delivered && next - notification.First <= GiveUpAfter)
        {
            world.Notifications.Put(notification with { Due = next, Attempts = notification.Attempts + 1 });
            return false;
        }

        world.Notifications.Remove(notification.Id);
        if (!delivered)
        {
            world.Log(new JournalEntry { By = JournalEntry.App, Kind = "notificationLost", Id = notification.SubscriptionId });
            if (!notification.Lifecycle && world.Subscriptions.Find(notification.SubscriptionId) is { } subscription)
                feed.Lifecycle(subscription, "missed");
        }

        return true;
    }
}
