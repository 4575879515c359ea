using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Intake;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>Takes messages off the queues and has them handled: what the Functions app does by queue triggers.</summary>
internal sealed partial class QueuePump(
    [FromKeyedServices(QueueNames.EngagementRequests)] IMessageQueue requests,
    [FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue notifications,
    IServiceScopeFactory scopes,
    IClock clock,
    ILogger<QueuePump> logger)
{
    private static readonly TimeSpan HiddenFor = TimeSpan.FromMinutes(5);

    /// <summary>When a message that was given back, or was in hand when the process died, is to be looked at again; or null.</summary>
    public Instant? NextVisible { get; private set; } = clock.GetCurrentInstant() + Duration.FromTimeSpan(HiddenFor);

    /// <summary>Handles everything that is visible.</summary>
    /// <returns>True when there was anything.</returns>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        var any = false;
        if (NextVisible <= clock.GetCurrentInstant())
            NextVisible = null;
        while (await requests.ReceiveAsync(HiddenFor, cancellationToken) is { } delivery)
        {
            any = true;
            await HandleRequestAsync(delivery, cancellationToken);
        }

        while (await notifications.ReceiveAsync(HiddenFor, cancellationToken) is { } delivery)
        {
            any = true;
            await HandleNotificationAsync(delivery, cancellationToken);
        }

        return any;
    }

    private async Task HandleRequestAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        if (RequestQueue.TryRead(delivery.Body) is not { } id)
        {
            await TakeInAsync(delivery, cancellationToken);
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var consumer = scope.ServiceProvider.GetRequiredService<RequestConsumer>();
        try
        {
            await consumer.BeginAsync(id, cancellationToken);
            await requests.CompleteAsync(delivery, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The fifth failure is a dead letter: kept, shown to a person, and off the queue.
            RequestFailed(logger, e, id.ToString());
            if (await consumer.FailedAsync(id, e.Message, cancellationToken))
                await requests.CompleteAsync(delivery, cancellationToken);
            else
                await GiveBackAsync(requests, delivery, Backoff(delivery), cancellationToken);
        }
    }

    private async Task TakeInAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var messages = scope.ServiceProvider.GetRequiredService<MessageIntake>();
        try
        {
            await messages.TakeInAsync(delivery.Body, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            MessageFailed(logger, e);
            if (delivery.Deliveries < RequestConsumer.MaxAttempts)
            {
                await GiveBackAsync(requests, delivery, Backoff(delivery), cancellationToken);
                return;
            }

            await messages.KeepAsync(delivery.Body, e.Message, cancellationToken);
        }

        await requests.CompleteAsync(delivery, cancellationToken);
    }

    private static TimeSpan Backoff(QueueDelivery delivery) => TimeSpan.FromSeconds(10 * Math.Pow(2, delivery.Deliveries));

    private async Task HandleNotificationAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<NotificationConsumer>().TakeInAsync(delivery.Body, cancellationToken);
            await notifications.CompleteAsync(delivery, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A late notification loses nothing, the sweep reads the mailbox anyway; the fifth failure is a dead letter, as on the Functions host.
            NotificationFailed(logger, e);
            if (delivery.Deliveries < RequestConsumer.MaxAttempts)
            {
                await GiveBackAsync(notifications, delivery, TimeSpan.FromMinutes(1), cancellationToken);
                return;
            }

            await scope.ServiceProvider.GetRequiredService<FailedNotifications>().KeepAsync(delivery.Body, cancellationToken);
            await notifications.CompleteAsync(delivery, cancellationToken);
        }
    }

    private async Task GiveBackAsync(IMessageQueue queue, QueueDelivery delivery, TimeSpan backoff, CancellationToken cancellationToken)
    {
        await queue.AbandonAsync(delivery, backoff, cancellationToken);
        var visible = clock.GetCurrentInstant() + Duration.FromTimeSpan(backoff);
        NextVisible = NextVisible is { } earlier ? Instant.Min(earlier, visible) : visible;
    }

    [LoggerMessage(LogLevel.Error, "A message on the requests' queue could not be taken in.")]
    private static partial void MessageFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "Request {request} could not be begun.")]
    private static partial void RequestFailed(ILogger logger, Exception exception, string request);

    [LoggerMessage(LogLevel.Warning, "A notification could not be acted on; it is tried five times, then kept for a person.")]
    private static partial void NotificationFailed(ILogger logger, Exception exception);
}
