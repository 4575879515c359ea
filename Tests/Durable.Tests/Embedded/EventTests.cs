using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class EventTests
{
    [Fact]
    public async Task Event_BeforeTheWait_IsKeptForIt()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            await context.CreateTimerAsync(context.CurrentUtc.AddHours(1), CancellationToken.None);
            await context.CallActivityAsync(note, await context.WaitForEventAsync<string>("go", CancellationToken.None));
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.RaiseAsync("i", "GO", "early");
        await harness.StepAsync();
        harness.Journal.Lines.ShouldBeEmpty();
        await harness.ReopenAsync();
        await harness.RunAsync();

        harness.Journal.Lines.ShouldBe(["early"]);
    }

    [Fact]
    public async Task Event_TwoWaiters_AreServedInTheOrderTheyCame()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            var first = context.WaitForEventAsync<string>("go", CancellationToken.None);
            var second = context.WaitForEventAsync<string>("Go", CancellationToken.None);
            await Task.WhenAll(first, second);
            harness.Journal.Write($"{await first} {await second}");
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        await harness.RaiseAsync("i", "gO", "1");
        await harness.RaiseAsync("i", "GO", "2");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["1 2"]);
    }

    [Fact]
    public async Task Event_CancelledWaiter_IsPassedOver()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var first = context.WaitForEventAsync<string>("go", cancel.Token);
            var second = context.WaitForEventAsync<string>("go", CancellationToken.None);
            await context.CreateTimerAsync(context.CurrentUtc.AddMinutes(1), CancellationToken.None);
            cancel.Cancel();
            harness.Journal.Write($"{await second} {first.IsCanceled}");
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.RunAsync();
        await harness.RaiseAsync("i", "go", "x");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["x True"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Race_EventsAndTimerInOneTurn_WinnerIsTheSameInReplay(int liveExecutions)
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { LiveExecutions = liveExecutions };
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var a = context.WaitForEventAsync<string>("a", CancellationToken.None);
            var b = context.WaitForEventAsync<string>("b", CancellationToken.None);
            var timer = context.CreateTimerAsync(context.CurrentUtc.AddMinutes(1), cancel.Token);
            var winner = await Task.WhenAny(timer, a, b);
            var name = winner == a ? "a" : winner == b ? "b" : "timer";
            cancel.Cancel();
            await context.CallActivityAsync(note, name);
            await context.WaitForEventAsync<string>("end", CancellationToken.None);
            await context.CallActivityAsync(note, $"{name} again");
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(2));
        await harness.RaiseAsync("i", "b", "");
        await harness.RaiseAsync("i", "a", "");
        await harness.StepAsync();
        await harness.ReopenAsync();
        await harness.RaiseAsync("i", "end", "");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["b", "b again"]);
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task Event_ToUnknownOrEnded_IsDropped()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", (_, _) => Task.CompletedTask);
        await harness.OpenAsync();
        await harness.RaiseAsync("nobody", "go", "x");
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        await harness.RaiseAsync("i", "go", "x");
        (await harness.StepAsync()).ShouldBeFalse();

        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task ContinueAsNew_UnconsumedEvents_AreCarriedInOrder()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<int>("O", async (context, generation) =>
        {
            if (generation == 0)
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            else
                await context.CallActivityAsync(note, $"{generation} {await context.WaitForEventAsync<string>("x", CancellationToken.None)}");
            if (generation < 3)
                context.ContinueAsNew(generation + 1);
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", 0);
        await harness.StepAsync();
        await harness.RaiseAsync("i", "x", "first");
        await harness.RaiseAsync("i", "go", "");
        await harness.RaiseAsync("i", "x", "second");
        await harness.RaiseAsync("i", "x", "third");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["1 first", "2 second", "3 third"]);
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task ContinueAsNew_UnderAThousandConcurrentEvents_LosesNone()
    {
        await using var harness = new EngineHarness();
        var seen = new HashSet<int>();
        var take = harness.Activity<int, int>("Take", n =>
        {
            lock (seen)
                seen.Add(n).ShouldBeTrue();
            return n;
        });
        var orchestrator = harness.Orchestrator<int>("O", async (context, done) =>
        {
            await context.CallActivityAsync(take, await context.WaitForEventAsync<int>("n", CancellationToken.None));
            if (done + 1 < 1_000)
                context.ContinueAsNew(done + 1);
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 0);
        await Parallel.ForAsync(0, 1_000, EngineHarness.Token, async (n, _) => await harness.RaiseAsync("i", "n", n));
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);

        seen.Count.ShouldBe(1_000);
    }
}
