using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Scheduling;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Finds times for one clinician after an answer or a change, together with whoever else on the panel waits for some; what is agreed or out stays.</summary>
public sealed class FindTimes(PanelTimes times) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken) => times.PlanAsync(input, cancellationToken);
}
