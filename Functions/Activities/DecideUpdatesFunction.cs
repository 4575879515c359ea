using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Updates;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Activities;

/// <summary>The trigger of <see cref="DecideUpdates"/>.</summary>
public sealed class DecideUpdatesFunction(DecideUpdates activity, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs the activity once.</summary>
    [Function(nameof(DecideUpdates))]
    public Task<Decided> RunAsync([ActivityTrigger] Guid id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return activity.RunAsync(id, cancellationToken);
    }
}
