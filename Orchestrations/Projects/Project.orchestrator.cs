using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations.Projects;

/// <summary>One project as a whole: identified, checked, started, watched through its stages until it is closed.</summary>
public sealed class ProjectOrchestrator : IOrchestrator<Guid>
{
    /// <inheritdoc/>
    public Task RunAsync(IOrchestrationContext context, Guid input) => context.RunGenerationAsync(ActivityNames.DecideProject, input);
}
