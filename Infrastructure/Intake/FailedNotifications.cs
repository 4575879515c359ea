using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>
/// Keeps change notifications of Microsoft Graph that could not be acted on in <see cref="RequestConsumer.MaxAttempts"/> deliveries,
/// where an administrator sees them. Nothing is lost by one, since every mailbox is read in turn anyway; that it failed says that a
/// mailbox or the store needs a look.
/// </summary>
/// <param name="store">Where dead letters are kept.</param>
/// <param name="queue">The queue that notifications come by.</param>
/// <param name="clock">The clock.</param>
public sealed class FailedNotifications(
    IEngagementStore store, [FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue queue, IClock clock)
{
    // What went wrong is in the log. The words of an exception may quote an address, and one host never sees them.
    private const string GivenUp = "It was taken from its queue five times and could not be acted on.";

    /// <summary>Makes a notification a dead letter; the same one twice is kept once.</summary>
    /// <param name="body">What Graph posted, as it came.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task KeepAsync(string body, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            var hash = IntakeService.HashOf(body);
            var id = new RequestId(StableId.From("failed", StoredRequest.NotificationDoor, hash));
            if (await writer.FindAsync<StoredRequest>(id, token) is not null)
                return false;
            var now = clock.GetCurrentInstant();
            writer.Add(new StoredRequest
            {
                Id = id,
                BodyHash = hash,
                Body = IntakeService.Storable(body),
                Door = StoredRequest.NotificationDoor,
                ReceivedAt = now,
                State = RequestState.DeadLetter,
                Attempts = RequestConsumer.MaxAttempts,
                Error = GivenUp,
            });
            writer.Audit(new AuditEvent
            {
                At = now,
                Actor = AuditActor.Workflow,
                What = "notification.failed",
                Words = "A notification of Microsoft 365 that could not be acted on was kept.",
            });
            return true;
        },
        cancellationToken);

    /// <summary>Puts a kept notification on its queue again, for another five deliveries.</summary>
    /// <returns>False when there is no such notification (any more).</returns>
    public async Task<bool> RetryAsync(RequestId id, CancellationToken cancellationToken)
    {
        var kept = await store.ReadAsync((reader, token) => reader.FindAsync<StoredRequest>(id, token), cancellationToken);
        if (kept is not { State: RequestState.DeadLetter, IsNotification: true })
            return false;
        // Queued first: a crash between leaves it in both places, and acting on a notification twice changes nothing.
        await queue.SendAsync(kept.Body, cancellationToken);
        await store.WriteAsync(
            async (writer, token) =>
            {
                if (await writer.FindAsync<StoredRequest>(id, token) is not { } dead)
                    return false;
                writer.Remove(dead);
                writer.Audit(new AuditEvent
                {
                    At = clock.GetCurrentInstant(),
                    Actor = AuditActor.Administrator,
                    What = "notification.retried",
                    Words = "A notification of Microsoft 365 was put on its queue again.",
                });
                return true;
            },
            cancellationToken);
        return true;
    }
}
