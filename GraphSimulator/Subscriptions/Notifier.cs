using System.Net.Http.Headers;
using System.Text;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Store;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Subscriptions;

/// <summary>Delivers notifications one after another, in the order they are due; failed ones again for up to four hours.</summary>
internal sealed class Notifier(World world, ChangeFeed feed) : IAsyncDisposable
{
    private static readonly Duration GiveUpAfter = Duration.FromHours(4);

    private static readonly Duration[] Pauses =
        [Duration.FromSeconds(10), Duration.FromSeconds(30), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromMinutes(30)];

    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly SemaphoreSlim pump = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private int kicks;

    /// <summary>True while a delivery is on its way or about to begin.</summary>
    public bool IsRunning => Volatile.Read(ref kicks) > 0 || pump.CurrentCount == 0;

    /// <summary>What went wrong in a delivery other than the other side's answer; null while nothing did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>When the earliest notification is due, or null. To be asked inside a turn.</summary>
    public Instant? NextDue => world.Notifications.All.Select(n => (Instant?)n.Due).Min();

    /// <summary>Starts delivering what is due, without waiting.</summary>
    public void Kick()
    {
        Interlocked.Increment(ref kicks);
        _ = Task.Run(KickedAsync);
    }

    /// <summary>Delivers everything that is due.</summary>
    public async Task DrainAsync()
    {
        await pump.WaitAsync(stopping.Token);
        try
        {
            while (await world.InTurnAsync(Earliest, stopping.Token) is { } next)
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
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Stops; what was not delivered stays in the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await pump.WaitAsync();
        client.Dispose();
        pump.Dispose();
        stopping.Dispose();
    }

    private async Task KickedAsync()
    {
        try
        {
            await DrainAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping: the next start delivers it.
        }
        catch (Exception e)
        {
            // Nobody awaits this; GET /control/idle tells it.
            Failure = e;
        }
        finally
        {
            Interlocked.Decrement(ref kicks);
        }
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
            using var response = await client.PostAsync(notification.Url, content, stopping.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !stopping.IsCancellationRequested))
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
