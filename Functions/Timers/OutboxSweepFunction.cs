using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Sends what a crash left behind: nudges in the outbox, requests that were stored and not queued.</summary>
public sealed class OutboxSweepFunction(OutboxPump outbox, IntakeService intake, DurableTaskOrchestrationClient orchestrations)
{
    // Longer than a message can take from the store to its queue, so that what is under way is left alone.
    private static readonly Duration Stranded = Duration.FromMinutes(5);

    /// <summary>Runs every minute.</summary>
    [Function("OutboxSweep")]
    public async Task RunAsync(
        [TimerTrigger("%Schedules:OutboxSweep%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        await outbox.SweepAsync(orchestrations, cancellationToken);
        await intake.RequeueStrandedAsync(Stranded, cancellationToken);
    }
}
