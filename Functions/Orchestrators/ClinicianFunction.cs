using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations.Clinicians;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClinicalEngagement.Functions.Orchestrators;

/// <summary>The trigger of <see cref="ClinicianOrchestrator"/>.</summary>
public static class ClinicianFunction
{
    /// <summary>Runs one generation.</summary>
    [Function("Clinician")]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        DurableTaskContext.RunAsync<ClinicianOrchestrator, Guid>(context);
}
