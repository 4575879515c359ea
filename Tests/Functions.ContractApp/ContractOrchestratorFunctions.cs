using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Contract;
using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Functions.Tests.Contract;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClinicalEngagement.Functions.ContractApp;

/// <summary>The triggers of the contract's orchestrators, each watched by the probe that tells when it has settled.</summary>
public static class ContractOrchestratorFunctions
{
    // Over the host a turn takes as long as its queues are asked: asked sooner, the questions would only pile up.
    internal static readonly SettleProbe Probe = new(TimeSpan.FromSeconds(2));

    [Function("ContractSequence")]
    public static Task SequenceAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync<ContractOrchestrators.SequenceOrchestrator, string>(context);

    [Function("ContractFanOut")]
    public static Task FanOutAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync<ContractOrchestrators.FanOutOrchestrator, int>(context);

    [Function("ContractRetry")]
    public static Task RetryAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync<ContractOrchestrators.RetryOrchestrator, int>(context);

    [Function("ContractEarlyEvent")]
    public static Task EarlyEventAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync<ContractOrchestrators.EarlyEventOrchestrator, int>(context);

    [Function("ContractEventAgainstTimer")]
    public static Task EventAgainstTimerAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync<ContractOrchestrators.EventAgainstTimerOrchestrator, int>(context);

    [Function("ContractDecideFirst")]
    public static Task DecideFirstAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        RunAsync<ContractOrchestrators.DecideFirstOrchestrator, ContractOrchestrators.DecideFirstInput>(context);

    private static Task RunAsync<TOrchestrator, TInput>(TaskOrchestrationContext context)
        where TOrchestrator : IOrchestrator<TInput>, new() =>
        DurableTaskContext.RunAsync(context, generation => new TOrchestrator().RunAsync(Probe.Watch(context, generation), context.GetInput<TInput>()!));
}
