using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Intake;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Functions.Queues;

/// <summary>Makes a request a dead letter that never lived long enough to fail: the process ended each time it was being handled.</summary>
public sealed partial class PoisonedRequestFunction(RequestConsumer consumer, ILogger<PoisonedRequestFunction> logger)
{
    /// <summary>Takes one message.</summary>
    [Function("PoisonedRequest")]
    public async Task RunAsync(
        [QueueTrigger(QueueConnection.PoisonedRequests, Connection = QueueConnection.Name)] string message, CancellationToken cancellationToken)
    {
        if (RequestQueue.TryRead(message) is not { } request)
        {
            LogUnreadable(message.Length);
            return;
        }

        bool isDead;
        do
            isDead = await consumer.FailedAsync(request, "It was taken from its queue five times and never finished.", cancellationToken);
        while (!isDead);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of {Length} characters on the requests' queue is not the id of a request and was dropped.")]
    private partial void LogUnreadable(int length);
}
