using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using Microsoft.DurableTask;

namespace ClinicalEngagement.Functions.Durable;

/// <summary>
/// The waits for events of one generation. Durable Task gives an event to the wait that was begun last, even when that wait was
/// cancelled, and the event is then lost. So one wait at a time is open at Durable Task for each name and is never cancelled; here the
/// event goes to the oldest wait that is still wanted, or is kept for the next.
/// </summary>
internal sealed class EventWaits(TaskOrchestrationContext context)
{
    private readonly Dictionary<string, Mailbox> mailboxes = new(StringComparer.OrdinalIgnoreCase);
    private bool carriesOver;

    public Task<TEvent> WaitAsync<TEvent>(string name, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TEvent>(cancellationToken);
        if (!mailboxes.TryGetValue(name, out var mailbox))
            mailboxes.Add(name, mailbox = new Mailbox(name));

        var waiter = new Waiter<TEvent>();
        if (mailbox.Kept.TryDequeue(out var early))
        {
            waiter.TryTake(early);
            return waiter.Task;
        }

        mailbox.Waiters.Enqueue(waiter);
        waiter.Watch(cancellationToken);
        if (!mailbox.IsOpen)
            _ = ListenAsync(mailbox);
        return waiter.Task;
    }

    /// <summary>From here on, what came and was wanted by nobody goes to the next generation.</summary>
    public void CarryOver()
    {
        carriesOver = true;
        foreach (var mailbox in mailboxes.Values)
            while (mailbox.Kept.TryDequeue(out var kept))
                Forward(mailbox, kept);
    }

    // Nobody awaits it: it only ever completes by an event, and an event that can't be read fails the wait that took it.
    private async Task ListenAsync(Mailbox mailbox)
    {
        mailbox.IsOpen = true;
        do
        {
            var data = await context.WaitForExternalEvent<JsonElement?>(mailbox.Name, CancellationToken.None);
            if (!mailbox.TryGive(data))
                Keep(mailbox, data);
        }
        while (mailbox.Waiters.Any(waiter => !waiter.IsOver));
        mailbox.IsOpen = false;
    }

    private void Keep(Mailbox mailbox, JsonElement? data)
    {
        if (carriesOver)
            Forward(mailbox, data);
        else
            mailbox.Kept.Enqueue(data);
    }

    private void Forward(Mailbox mailbox, JsonElement? data) => context.SendEvent(context.InstanceId, mailbox.Name, data!);

    private sealed class Mailbox(string name)
    {
        public string Name { get; } = name;

        public Queue<Waiter> Waiters { get; } = new();

        public Queue<JsonElement?> Kept { get; } = new();

        public bool IsOpen { get; set; }

        public bool TryGive(JsonElement? data)
        {
            while (Waiters.TryDequeue(out var waiter))
                if (waiter.TryTake(data))
                    return true;
            return false;
        }
    }

    private abstract class Waiter
    {
        public abstract bool IsOver { get; }

        /// <summary>Gives the waiter the event, unless its wait was cancelled.</summary>
        public abstract bool TryTake(JsonElement? data);
    }

    private sealed class Waiter<TEvent> : Waiter
    {
        private readonly TaskCompletionSource<TEvent> source = new();
        private CancellationTokenRegistration registration;

        public Task<TEvent> Task => source.Task;

        public override bool IsOver => source.Task.IsCompleted;

        public void Watch(CancellationToken cancellationToken) =>
            registration = cancellationToken.Register(() => source.TrySetCanceled(cancellationToken), useSynchronizationContext: false);

        public override bool TryTake(JsonElement? data)
        {
            if (IsOver)
                return false;
            registration.Dispose();
            TEvent value;
            try
            {
                value = data is { } json ? json.Deserialize<TEvent>(DurableJson.Options)! : default!;
            }
            catch (JsonException unreadable)
            {
                return source.TrySetException(unreadable);
            }

            return source.TrySetResult(value);
        }
    }
}
