using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>Orchestrators that hold an engine to what this product's orchestrators rely on; both engines run these same classes.</summary>
public static class ContractOrchestrators
{
    public static readonly OrchestratorName<string> Sequence = new("ContractSequence");
    public static readonly OrchestratorName<int> FanOut = new("ContractFanOut");
    public static readonly OrchestratorName<int> Retry = new("ContractRetry");
    public static readonly OrchestratorName<int> EarlyEvent = new("ContractEarlyEvent");
    public static readonly OrchestratorName<int> EventAgainstTimer = new("ContractEventAgainstTimer");
    public static readonly OrchestratorName<DecideFirstInput> DecideFirst = new("ContractDecideFirst");

    /// <param name="Acted">How many facts have been acted on.</param>
    /// <param name="Of">How many there will be.</param>
    /// <param name="Generation">From 0.</param>
    public sealed record DecideFirstInput(int Acted, int Of, int Generation);

    /// <summary>Adds them all, with their activities.</summary>
    public static DurableRegistry AddContract(this DurableRegistry registry) => registry
        .AddOrchestrator<SequenceOrchestrator, string>(Sequence)
        .AddOrchestrator<FanOutOrchestrator, int>(FanOut)
        .AddOrchestrator<RetryOrchestrator, int>(Retry)
        .AddOrchestrator<EarlyEventOrchestrator, int>(EarlyEvent)
        .AddOrchestrator<EventAgainstTimerOrchestrator, int>(EventAgainstTimer)
        .AddOrchestrator<DecideFirstOrchestrator, DecideFirstInput>(DecideFirst)
        .AddActivity<ContractActivities.WriteActivity, ContractActivities.Line, string>(ContractActivities.Write)
        .AddActivity<ContractActivities.SquareActivity, int, int>(ContractActivities.Square)
        .AddActivity<ContractActivities.FailActivity, ContractActivities.Attempts, int>(ContractActivities.Fail)
        .AddActivity<ContractActivities.DecideActivity, ContractActivities.Seen, ContractActivities.Decision>(ContractActivities.Decide);

    private static Task<string> WriteAsync(IOrchestrationContext context, string text) =>
        context.CallActivityAsync(ContractActivities.Write, new ContractActivities.Line(context.InstanceId, text));

    /// <summary>One after another, each with the result of the one before.</summary>
    public sealed class SequenceOrchestrator : IOrchestrator<string>
    {
        public async Task RunAsync(IOrchestrationContext context, string input)
        {
            var one = await WriteAsync(context, $"{input}1");
            var two = await WriteAsync(context, $"{one}2");
            await WriteAsync(context, $"{two}3");
        }
    }

    /// <summary>Many at once; the results come in the order asked for.</summary>
    public sealed class FanOutOrchestrator : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            var squares = await Task.WhenAll(Enumerable.Range(1, input).Select(n => context.CallActivityAsync(ContractActivities.Square, n)));
            await WriteAsync(context, string.Join(' ', squares));
        }
    }

    /// <summary>Three tries; what fails for good is caught.</summary>
    public sealed class RetryOrchestrator : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            try
            {
                var tries = await context.CallActivityAsync(
                    ContractActivities.Fail, new ContractActivities.Attempts(context.InstanceId, input), new RetryPolicy(3, TimeSpan.FromSeconds(1), 1));
                await WriteAsync(context, $"succeeded at {tries}");
            }
            catch (ActivityFailedException failed)
            {
                await WriteAsync(context, $"{failed.Activity} failed");
            }
        }
    }

    /// <summary>Waits for an event only after a timer of so many seconds.</summary>
    public sealed class EarlyEventOrchestrator : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            await context.CreateTimerAsync(context.CurrentUtc.AddSeconds(input), CancellationToken.None);
            await WriteAsync(context, await context.WaitForEventAsync<string>("Early", CancellationToken.None));
        }
    }

    /// <summary>Whichever comes first, an event or a timer of so many seconds; the other is cancelled.</summary>
    public sealed class EventAgainstTimerOrchestrator : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            using var cancel = new CancellationTokenSource();
            var answer = context.WaitForEventAsync<string>("answer", cancel.Token);
            var timer = context.CreateTimerAsync(context.CurrentUtc.AddSeconds(input), cancel.Token);
            var winner = await Task.WhenAny(answer, timer);
            cancel.Cancel();
            await WriteAsync(context, winner == answer ? await answer : "silence");
        }
    }

    /// <summary>Decides from all facts, acts, waits for a nudge or a time, begins again: the form of all of this product's orchestrators.</summary>
    public sealed class DecideFirstOrchestrator : IOrchestrator<DecideFirstInput>
    {
        public async Task RunAsync(IOrchestrationContext context, DecideFirstInput input)
        {
            var decided = await context.CallActivityAsync(
                ContractActivities.Decide, new ContractActivities.Seen(context.InstanceId, input.Acted, input.Of));
            if (decided.IsFinished)
                return;
            using (var cancel = new CancellationTokenSource())
            {
                await Task.WhenAny(
                    context.WaitForEventAsync<string?>("nudge", cancel.Token),
                    context.CreateTimerAsync(context.CurrentUtc.AddHours(6), cancel.Token));
                cancel.Cancel();
            }
            context.ContinueAsNew(new DecideFirstInput(decided.Facts, input.Of, input.Generation + 1));
        }
    }
}
