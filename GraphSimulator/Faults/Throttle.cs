using System.Globalization;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Faults;

/// <summary>
/// The documented limits: four requests at once and 10,000 in ten minutes for each mailbox, 130,000 in ten seconds for the
/// application, and Exchange's thirty messages a minute. Counted in memory: a restart begins anew.
/// </summary>
internal sealed class Throttle
{
    private const int AtOnce = 4;
    private const int InTenMinutes = 10_000;
    private const int InTenSeconds = 130_000;
    private const int MessagesAMinute = 30;

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> running = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Key, long Window), int> counts = [];

    /// <summary>Lets a request in, or refuses it with 429.</summary>
    /// <returns>What has to be disposed of when the request is done.</returns>
    /// <exception cref="GraphRefusal">A limit is reached.</exception>
    public IDisposable Enter(string? mailbox, bool sends, Instant now)
    {
        lock (gate)
        {
            Count("application", InTenSeconds, Duration.FromSeconds(10), now);
            if (mailbox is null)
                return new Leaving(() => { });
            if (running.GetValueOrDefault(mailbox) >= AtOnce)
                throw Refuse("Application is over its MailboxConcurrency limit.", "1");
            Count(mailbox, InTenMinutes, Duration.FromMinutes(10), now);
            if (sends)
                Count("messages of " + mailbox, MessagesAMinute, Duration.FromMinutes(1), now);
            running[mailbox] = running.GetValueOrDefault(mailbox) + 1;
            return new Leaving(() => Leave(mailbox));
        }
    }

    private void Leave(string mailbox)
    {
        lock (gate)
        {
            if (--running[mailbox] == 0)
                running.Remove(mailbox);
        }
    }

    private void Count(string key, int most, Duration span, Instant now)
    {
        var seconds = (long)span.TotalSeconds;
        var window = now.ToUnixTimeSeconds() / seconds;
        if (counts.Count > 10_000)
            counts.Clear();
        var count = counts.GetValueOrDefault((key, window));
        if (count >= most)
            throw Refuse("Application is over its limit.", (((window + 1) * seconds) - now.ToUnixTimeSeconds()).ToString(CultureInfo.InvariantCulture));
        counts[(key, window)] = count + 1;
    }

    private static GraphRefusal Refuse(string message, string retryAfter) =>
        new(429, "ApplicationThrottled", message) { Headers = new Dictionary<string, string> { ["Retry-After"] = retryAfter } };

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
