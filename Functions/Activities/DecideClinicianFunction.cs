using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Clinicians;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Activities;

/// <summary>The trigger of <see cref="DecideClinician"/>.</summary>
public sealed class DecideClinicianFunction(DecideClinician activity, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs the activity once.</summary>
    [Function(nameof(DecideClinician))]
    public Task<Decided> RunAsync([ActivityTrigger] Guid id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return activity.RunAsync(id, cancellationToken);
    }
}
