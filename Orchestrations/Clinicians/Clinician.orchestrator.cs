using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations.Clinicians;

/// <summary>One clinician on one panel: times found, invited, answered, rebooked, briefed, met and answered, until the project is closed.</summary>
public sealed class ClinicianOrchestrator : IOrchestrator<Guid>
{
    /// <inheritdoc/>
    public Task RunAsync(IOrchestrationContext context, Guid input) => context.RunGenerationAsync(ActivityNames.DecideClinician, input);
}
