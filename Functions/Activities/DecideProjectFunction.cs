using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Projects;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Activities;

/// <summary>The trigger of <see cref="DecideProject"/>.</summary>
public sealed class DecideProjectFunction(DecideProject activity, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs the activity once.</summary>
    [Function(nameof(DecideProject))]
    public Task<Decided> RunAsync([ActivityTrigger] Guid id, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        return activity.RunAsync(id, cancellationToken);
    }
}
