using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations.Updates;

/// <summary>A project's updates: drafted, seen by the lead, sent at their time, until the last one after closing.</summary>
public sealed class UpdatesOrchestrator : IOrchestrator<Guid>
{
    /// <inheritdoc/>
    public Task RunAsync(IOrchestrationContext context, Guid input) => context.RunGenerationAsync(ActivityNames.DecideUpdates, input);
}
