using ClinicalEngagement.Infrastructure.Intake;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Makes a notification that could not be acted on five times a dead letter, which an administrator sees.</summary>
public sealed class PoisonedNotificationFunction(FailedNotifications failed)
{
    /// <summary>Takes one message.</summary>
    [Function("PoisonedNotification")]
    public Task RunAsync(
        [QueueTrigger(QueueConnection.PoisonedNotifications, Connection = QueueConnection.Name)] string message, CancellationToken cancellationToken) =>
        failed.KeepAsync(message, cancellationToken);
}
