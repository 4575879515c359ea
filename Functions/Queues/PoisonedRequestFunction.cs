using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Intake;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Makes a request a dead letter that never lived long enough to fail: the process ended each time it was being handled.</summary>
public sealed class PoisonedRequestFunction(RequestConsumer consumer, MessageIntake messages)
{
    private const string NeverFinished = "It was taken from its queue five times and never finished.";

    /// <summary>Takes one message.</summary>
    [Function("PoisonedRequest")]
    public async Task RunAsync(
        [QueueTrigger(QueueConnection.PoisonedRequests, Connection = QueueConnection.Name)] string message, CancellationToken cancellationToken)
    {
        if (RequestQueue.TryRead(message) is not { } request)
        {
            await messages.KeepAsync(message, NeverFinished, cancellationToken);
            return;
        }

        bool isDead;
        do
            isDead = await consumer.FailedAsync(request, NeverFinished, cancellationToken);
        while (!isDead);
    }
}
