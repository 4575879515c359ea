using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations.Updates;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClinicalEngagement.Functions.Orchestrators;

/// <summary>The trigger of <see cref="UpdatesOrchestrator"/>.</summary>
public static class UpdatesFunction
{
    /// <summary>Runs one generation.</summary>
    [Function("Updates")]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        DurableTaskContext.RunAsync<UpdatesOrchestrator, Guid>(context);
}
