using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Gives a step that failed on every try to a person, who can have it tried again.</summary>
public sealed class ReportFailure(EffectLedger ledger) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken) => ledger.HandOverAsync(
        input, TaskKind.StepFailed, "A step for {clinician} failed for hours. Try it again, or say that you have done it yourself.",
        "It is not tried again.", cancellationToken);
}
