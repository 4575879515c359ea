using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;

namespace ClinicalEngagement.Orchestrations.Activities;

/// <summary>Starts the orchestration of a panel member or of a project's updates; one that exists already is a success.</summary>
public sealed class StartOrchestration(EffectLedger ledger, IOrchestrationClient client) : IActivity<Guid, EffectResult>
{
    /// <inheritdoc/>
    public async Task<EffectResult> RunAsync(Guid input, CancellationToken cancellationToken)
    {
        var effect = (await ledger.LoadAsync(input, cancellationToken)).Effect;
        if (effect.State != EffectState.Intended)
            return EffectResult.Done;
        if (effect.Kind == EffectKind.StartMember)
            await client.StartAsync(OrchestratorNames.Clinician, Instances.Of(effect.MemberId!.Value), effect.MemberId.Value.Value, cancellationToken);
        else
            await client.StartAsync(OrchestratorNames.Updates, Instances.UpdatesOf(effect.ProjectId), effect.ProjectId.Value, cancellationToken);
        return await ledger.CompleteAsync(input, (_, _, _) => Task.CompletedTask, cancellationToken);
    }
}
