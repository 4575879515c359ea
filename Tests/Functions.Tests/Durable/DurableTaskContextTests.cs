using ClinicalEngagement.Durable.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Tests.Durable;

/// <summary>Where Durable Task left to itself would do otherwise than the port promises.</summary>
public sealed class DurableTaskContextTests
{
    private static readonly OrchestratorName<int> Subject = new("Subject");
    private static readonly ActivityName<string, int> Record = new("Record");
    private static readonly ActivityName<int, string> Fail = new("Fail");
    private readonly Journal journal = new();

    [Fact]
    public async Task Event_AfterACancelledWait_GoesToTheNextWait()
    {
        await using var engine = await StartAsync<WaitsTwice>();
        await engine.Client.StartAsync(Subject, "one", 0, default);
        await engine.Raw.WaitForInstanceStartAsync("one", TestContext.Current.CancellationToken);
        await journal.Until("first wait cancelled");

        await engine.Client.RaiseEventAsync("one", "WORD", "hello", default);

        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);
        journal.Lines.ShouldContain("second wait took hello");
    }

    [Fact]
    public async Task Events_ThatNobodyWaitedFor_AreCarriedOverInOrder()
    {
        await using var engine = await StartAsync<CollectsInTheNextGeneration>();
        await engine.Client.StartAsync(Subject, "one", 1, default);
        await journal.Until("first generation waits for go");

        foreach (var word in new[] { "a", "b", "c" })
            await engine.Client.RaiseEventAsync("one", "word", word, default);
        await engine.Client.RaiseEventAsync("one", "go", "", default);

        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);
        journal.Lines.Where(line => line.StartsWith("took", StringComparison.Ordinal)).ShouldBe(["took a", "took b", "took c"]);
    }

    [Fact]
    public async Task Event_TakenByAnAbandonedWait_IsCarriedOver()
    {
        await using var engine = await StartAsync<AbandonsAWaitAndBeginsAnew>();
        await engine.Client.StartAsync(Subject, "one", 1, default);
        await journal.Until("abandoned");

        await engine.Client.RaiseEventAsync("one", "word", "kept", default);
        await engine.Client.RaiseEventAsync("one", "go", "", default);

        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);
        journal.Lines.ShouldContain("next generation took kept");
    }

    [Fact]
    public async Task Nudges_RacedIntoOneInstance_AreAllCounted()
    {
        const int All = 60;
        await using var engine = await StartAsync<CountsOnePerGeneration>();
        await engine.Client.StartAsync(Subject, "one", All, default);

        await Task.WhenAll(Enumerable.Range(0, All).Select(_ => engine.Client.RaiseEventAsync("one", "word", "", default)));

        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task Timer_LeftOpen_DoesNotHoldTheInstanceOpen()
    {
        await using var engine = await StartAsync<LeavesATimerOpen>();
        await engine.Client.StartAsync(Subject, "returns", 0, default);
        await engine.Client.StartAsync(Subject, "throws", 1, default);

        (await engine.EndOfAsync("returns")).State.ShouldBe(OrchestrationState.Completed);
        (await engine.EndOfAsync("throws")).State.ShouldBe(OrchestrationState.Failed);
    }

    [Fact]
    public async Task Throw_AfterContinueAsNew_FailsTheInstance()
    {
        await using var engine = await StartAsync<AsksForTheNextAndThrows>();
        await engine.Client.StartAsync(Subject, "one", 0, default);

        var end = await engine.EndOfAsync("one");

        end.State.ShouldBe(OrchestrationState.Failed);
        end.Failure.ShouldNotBeNull().ShouldContain("no more");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public async Task Activity_ThatThrows_IsTriedAsOftenAsThePolicyAllows(int attempts, int tries)
    {
        await using var engine = await StartAsync<CallsAFailingActivity>();
        await engine.Client.StartAsync(Subject, "one", attempts, default);

        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);

        journal.Lines.Count(line => line == "try").ShouldBe(tries);
        journal.Lines[^1].ShouldBe("Fail: System.InvalidOperationException: Activity 'Fail' failed: System.InvalidOperationException: out of order");
    }

    [Fact]
    public async Task Activity_ThatCanNeverSucceed_IsTriedOnce()
    {
        await using var engine = await StartAsync<CallsAFailingActivity>();
        await engine.Client.StartAsync(Subject, "one", -3, default);

        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);

        journal.Lines.Count(line => line == "try").ShouldBe(1);
        journal.Lines[^1].ShouldStartWith($"Fail: {typeof(NonRetriableException).FullName}:");
    }

    private Task<DurableTaskEngine> StartAsync<TOrchestrator>()
        where TOrchestrator : IOrchestrator<int>, new() => DurableTaskEngine.StartAsync(
            new DurableRegistry()
                .AddOrchestrator<TOrchestrator, int>(Subject)
                .AddActivity<RecordActivity, string, int>(Record)
                .AddActivity<FailActivity, int, string>(Fail),
            services => services.AddSingleton(journal).AddScoped<RecordActivity>().AddScoped<FailActivity>());

    private sealed class RecordActivity(Journal journal) : IActivity<string, int>
    {
        public Task<int> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(journal.Add(input));
    }

    private sealed class FailActivity(Journal journal) : IActivity<int, string>
    {
        public Task<string> RunAsync(int input, CancellationToken cancellationToken)
        {
            journal.Add("try");
            throw input < 0 ? new NonRetriableException("never") : new InvalidOperationException("out of order");
        }
    }

    private sealed class WaitsTwice : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            using (var first = new CancellationTokenSource())
            {
                var abandoned = context.WaitForEventAsync<string>("word", first.Token);
                first.Cancel();
                abandoned.IsCanceled.ShouldBeTrue();
            }

            await context.CallActivityAsync(Record, "first wait cancelled");
            var word = await context.WaitForEventAsync<string>("word", CancellationToken.None);
            await context.CallActivityAsync(Record, $"second wait took {word}");
        }
    }

    private sealed class CollectsInTheNextGeneration : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            if (input == 1)
            {
                await context.CallActivityAsync(Record, "first generation waits for go");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
                context.ContinueAsNew(2);
                return;
            }

            for (var i = 0; i < 3; i++)
                await context.CallActivityAsync(Record, $"took {await context.WaitForEventAsync<string>("word", CancellationToken.None)}");
        }
    }

    private sealed class AbandonsAWaitAndBeginsAnew : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            if (input == 1)
            {
                using var cancel = new CancellationTokenSource();
                _ = context.WaitForEventAsync<string>("word", cancel.Token);
                cancel.Cancel();
                await context.CallActivityAsync(Record, "abandoned");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
                context.ContinueAsNew(2);
                return;
            }

            var word = await context.WaitForEventAsync<string>("word", CancellationToken.None);
            await context.CallActivityAsync(Record, $"next generation took {word}");
        }
    }

    private sealed class CountsOnePerGeneration : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            if (input == 0)
                return;
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimerAsync(context.CurrentUtc.AddMilliseconds(1), cancel.Token);
            var word = context.WaitForEventAsync<string>("word", cancel.Token);
            var first = await Task.WhenAny(timer, word);
            cancel.Cancel();
            context.ContinueAsNew(first == word ? input - 1 : input);
        }
    }

    private sealed class LeavesATimerOpen : IOrchestrator<int>
    {
        public Task RunAsync(IOrchestrationContext context, int input)
        {
            _ = context.CreateTimerAsync(context.CurrentUtc.AddDays(1), CancellationToken.None);
            return input == 0 ? Task.CompletedTask : throw new InvalidOperationException("with a timer open");
        }
    }

    private sealed class AsksForTheNextAndThrows : IOrchestrator<int>
    {
        public Task RunAsync(IOrchestrationContext context, int input)
        {
            context.ContinueAsNew(input + 1);
            throw new InvalidOperationException("no more");
        }
    }

    private sealed class CallsAFailingActivity : IOrchestrator<int>
    {
        public async Task RunAsync(IOrchestrationContext context, int input)
        {
            try
            {
                await context.CallActivityAsync(Fail, input, new RetryPolicy(Math.Abs(input), TimeSpan.Zero, MaxDelay: TimeSpan.FromMilliseconds(5)));
            }
            catch (ActivityFailedException failure)
            {
                await context.CallActivityAsync(Record, $"{failure.Activity}: {failure.ErrorType}: {failure.Message}");
            }
        }
    }
}
