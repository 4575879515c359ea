using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Reads the mailboxes that Graph says have changed.</summary>
public sealed class GraphNotificationFunction(NotificationConsumer consumer, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Takes one posted body.</summary>
    [Function("GraphNotification")]
    public Task RunAsync(
        [QueueTrigger(QueueNames.GraphNotifications, Connection = QueueConnection.Name)] string message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return consumer.TakeInAsync(message, cancellationToken);
    }
}
