using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations.Projects;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClinicalEngagement.Functions.Orchestrators;

/// <summary>The trigger of <see cref="ProjectOrchestrator"/>.</summary>
public static class ProjectFunction
{
    /// <summary>Runs one generation.</summary>
    [Function("Project")]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        DurableTaskContext.RunAsync<ProjectOrchestrator, Guid>(context);
}
