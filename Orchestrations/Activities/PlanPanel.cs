using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Scheduling;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Plans the first times of a panel in one run, before its members are started: together they put the least clinical work at risk.</summary>
public sealed class PlanPanel(PanelTimes times) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken) => times.PlanAsync(input, cancellationToken);
}
