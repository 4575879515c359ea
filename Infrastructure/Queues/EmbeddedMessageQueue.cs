using System.Globalization;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Infrastructure.Storage.Converters;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>A queue in the store's own database, for a host without Azure. First visible, first out.</summary>
public sealed class EmbeddedMessageQueue(string name, EngagementDatabase database, TimeProvider time) : IMessageQueue
{
    /// <summary>Called after each message that was sent, on the sender's thread; it must return at once.</summary>
    public event Action? Sent;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task SendAsync(string body, CancellationToken cancellationToken)
    {
        using (await database.EnterWriteAsync(cancellationToken))
        {
            await using var context = database.CreateContext();
            context.Add(new QueueMessage { Queue = name, Body = body, VisibleAt = Now() });
            await context.SaveChangesAsync(cancellationToken);
        }

        Sent?.Invoke();
    }

    /// <inheritdoc/>
    public async Task<QueueDelivery?> ReceiveAsync(TimeSpan hiddenFor, CancellationToken cancellationToken)
    {
        var now = Now();
        var hiddenUntil = now + Duration.FromTimeSpan(hiddenFor);

        // Choosing and hiding are one statement, so that two receivers never get one delivery.
        var sql = $$"""
            UPDATE "QueueMessages" SET "VisibleAt" = {0}, "Deliveries" = "Deliveries" + 1
            WHERE "Sequence" = (
                SELECT "Sequence" FROM "QueueMessages" WHERE "Queue" = {1} AND "VisibleAt" <= {2}
                ORDER BY "VisibleAt", "Sequence" LIMIT 1 {{database.ClaimClause}})
            RETURNING "Sequence", "Queue", "Body", "VisibleAt", "Deliveries"
            """;
        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var context = database.CreateContext();
        var received = await context.Set<QueueMessage>()
            .FromSqlRaw(sql, InstantConverter.ToUtc(hiddenUntil), name, InstantConverter.ToUtc(now))
            .ToListAsync(cancellationToken);
        return received is [var message]
            ? new QueueDelivery(Text(message.Sequence), Text(message.Deliveries), message.Body, message.Deliveries)
            : null;
    }

    /// <inheritdoc/>
    public async Task<bool> CompleteAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var context = database.CreateContext();
        return await Delivered(context, delivery).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> AbandonAsync(QueueDelivery delivery, TimeSpan backoff, CancellationToken cancellationToken)
    {
        var visibleAt = Now() + Duration.FromTimeSpan(backoff);
        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var context = database.CreateContext();
        return await Delivered(context, delivery)
            .ExecuteUpdateAsync(update => update.SetProperty(message => message.VisibleAt, visibleAt), cancellationToken) == 1;
    }

    // The count of deliveries tells this delivery from a later one.
    private IQueryable<QueueMessage> Delivered(EngagementDbContext context, QueueDelivery delivery)
    {
        var sequence = long.Parse(delivery.Id, CultureInfo.InvariantCulture);
        var deliveries = int.Parse(delivery.Receipt, CultureInfo.InvariantCulture);
        return context.Set<QueueMessage>()
            .Where(message => message.Queue == name && message.Sequence == sequence && message.Deliveries == deliveries);
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
