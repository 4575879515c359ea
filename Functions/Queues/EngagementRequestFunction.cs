using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Intake;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Begins the engagement of a stored request; takes in what others put on the queue.</summary>
public sealed class EngagementRequestFunction(RequestConsumer consumer, MessageIntake messages, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Takes one message; what throws is delivered again, and the fifth failure makes the request a dead letter.</summary>
    [Function("EngagementRequest")]
    public async Task RunAsync(
        [QueueTrigger(QueueNames.EngagementRequests, Connection = QueueConnection.Name)] string message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        if (RequestQueue.TryRead(message) is not { } request)
        {
            await messages.TakeInAsync(message, cancellationToken);
            return;
        }

        try
        {
            await consumer.BeginAsync(request, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Once it is a dead letter it waits for a person, and delivering it again would only try what is known to fail.
            if (!await consumer.FailedAsync(request, failure.Message, cancellationToken))
                throw;
        }
    }
}
