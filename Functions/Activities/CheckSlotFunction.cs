using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Activities;

/// <summary>The trigger of <see cref="CheckSlot"/>.</summary>
public sealed class CheckSlotFunction(CheckSlot activity, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs the activity once.</summary>
    [Function(nameof(CheckSlot))]
    public Task<EffectResult> RunAsync([ActivityTrigger] Guid id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return activity.RunAsync(id, cancellationToken);
    }
}
