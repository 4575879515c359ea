using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Intake;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Begins the engagement of a stored request.</summary>
public sealed class EngagementRequestFunction(RequestConsumer consumer, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Takes one message; what throws is delivered again, and the fifth failure makes the request a dead letter.</summary>
    [Function("EngagementRequest")]
    public async Task RunAsync(
        [QueueTrigger(QueueNames.EngagementRequests, Connection = QueueConnection.Name)] string message,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        var request = RequestQueue.TryRead(message) ?? throw new FormatException("The message is not the id of a request.");
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
