using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations.Retention;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Takes out what is kept no longer, and finishes erasures.</summary>
public sealed class RetentionSweepFunction(RetentionSweep retention, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs every hour.</summary>
    [Function("RetentionSweep")]
    public Task RunAsync(
        [TimerTrigger("%Schedules:RetentionSweep%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return retention.RunAsync(cancellationToken);
    }
}
