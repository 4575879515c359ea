using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Activities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Activities;

/// <summary>The trigger of <see cref="PlanPanel"/>.</summary>
public sealed class PlanPanelFunction(PlanPanel activity, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs the activity once.</summary>
    [Function(nameof(PlanPanel))]
    public Task<EffectResult> RunAsync([ActivityTrigger] Guid id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return activity.RunAsync(id, cancellationToken);
    }
}
