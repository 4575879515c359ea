using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Start_Twice_FindsTheFirst()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => context.CallActivityAsync(note, input));
        await harness.OpenAsync();
        (await harness.StartAsync(orchestrator, "i", "first")).ShouldBe(StartResult.Started);
        (await harness.StartAsync(orchestrator, "i", "second")).ShouldBe(StartResult.AlreadyExists);
        await harness.StepAsync();
        (await harness.StartAsync(orchestrator, "i", "third")).ShouldBe(StartResult.AlreadyExists);
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["first"]);
    }

    [Fact]
    public async Task Start_ManyAtOnceUnderOneId_StartsOne()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => context.CallActivityAsync(note, input));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => harness.StartAsync(orchestrator, "i", $"{n}")));
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);

        results.Count(r => r == StartResult.Started).ShouldBe(1);
        harness.Journal.Lines.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_IdOfAnEndedOne_BeginsAnewOnlyWhereAllowed()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
        {
            await context.CallActivityAsync(note, input);
            await context.WaitForEventAsync<string>("end", CancellationToken.None);
        });
        Task<StartResult> Again(string input) =>
            harness.Engine.StartOrchestrationAsync(orchestrator, "i", input, ReusePolicy.WhenEnded, EngineHarness.Token);
        await harness.OpenAsync();
        (await Again("1")).ShouldBe(StartResult.Started);
        await harness.StepAsync();
        (await Again("2")).ShouldBe(StartResult.AlreadyExists);
        await harness.RaiseAsync("i", "end", "");
        await harness.StepAsync();
        (await Again("3")).ShouldBe(StartResult.Started);
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["1", "3"]);
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Running);
    }

    [Theory]
    [InlineData("end", OrchestrationState.Completed)]
    [InlineData("throw", OrchestrationState.Failed)]
    [InlineData("terminate", OrchestrationState.Terminated)]
    public async Task Start_IdOfOneThatEndedSo_LeavesNothingOfIt(string how, OrchestrationState ended)
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var poison = harness.Activity<string, string>("Poison", _ => throw new NonRetriableException("poison"));
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
        {
            await Task.WhenAny(context.CallActivityAsync(poison, input));
            await context.CallActivityAsync(note, $"{input} {context.NewGuid():N}");
            await context.WaitForEventAsync<string>("other", CancellationToken.None);
            if (await context.WaitForEventAsync<string>("how", CancellationToken.None) == "throw")
                throw new InvalidDataException("thrown");
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "first");
        await harness.StepAsync();
        await harness.RaiseAsync("i", "other", "");
        await harness.RaiseAsync("i", "kept", "for nobody");
        if (how == "terminate")
            await harness.Client.TerminateAsync("i", "enough", EngineHarness.Token);
        else
            await harness.RaiseAsync("i", "how", how);
        await harness.StepAsync();
        (await harness.StateAsync("i")).ShouldBe(ended);

        harness.Clock.Advance(TimeSpan.FromHours(1));
        (await harness.Engine.StartOrchestrationAsync(orchestrator, "i", "second", ReusePolicy.Never, EngineHarness.Token)).ShouldBe(StartResult.AlreadyExists);
        (await harness.Engine.StartOrchestrationAsync(orchestrator, "i", "second", ReusePolicy.WhenEnded, EngineHarness.Token)).ShouldBe(StartResult.Started);
        await harness.StepAsync();

        var status = await harness.StatusAsync("i");
        (status.State, status.CreatedAt, status.Failure).ShouldBe((OrchestrationState.Running, EngineHarness.Monday.AddHours(1), null));
        var history = await harness.Engine.Reader.HistoryAsync("i", EngineHarness.Token);
        history.Count(e => e.Kind == HistoryKind.Begun).ShouldBe(1);
        history.Count(e => e.Kind == HistoryKind.EventRaised).ShouldBe(0);
        (await harness.Engine.Reader.DeadLettersAsync(10, EngineHarness.Token)).Single().Input.ShouldBe("\"second\"");
        harness.Journal.Lines.Select(l => l.Split(' ')[0]).ShouldBe(["first", "second"]);
        harness.Journal.Lines.Select(l => l.Split(' ')[1]).Distinct().Count().ShouldBe(2, "a new run has GUIDs of its own");
    }

    [Fact]
    public async Task Start_IdOfATerminatedOneWhoseActivityRuns_ItsResultIsNotTheNewOnes()
    {
        await using var harness = new EngineHarness();
        var results = new Dictionary<string, TaskCompletionSource<string>> { ["old"] = new(), ["new"] = new() };
        var begun = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var slow = harness.Activity<string, string>("Slow", (input, _) =>
        {
            begun.Enqueue(input);
            return results[input].Task;
        });
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
            await context.CallActivityAsync(note, await context.CallActivityAsync(slow, input)));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "old");
        await Eventually.TrueAsync(() => begun.Count == 1);
        await harness.Client.TerminateAsync("i", "enough", EngineHarness.Token);
        await harness.Engine.StartOrchestrationAsync(orchestrator, "i", "new", ReusePolicy.WhenEnded, EngineHarness.Token);
        await Eventually.TrueAsync(() => begun.Count == 2);
        results["old"].SetResult("result of the old one");
        results["new"].SetResult("result of the new one");
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);

        harness.Journal.Lines.ShouldBe(["result of the new one"]);
    }

    [Fact]
    public async Task Start_UnknownOrchestrator_Throws()
    {
        await using var harness = await new EngineHarness().OpenAsync();
        await Should.ThrowAsync<ArgumentException>(() => harness.StartAsync(new OrchestratorName<string>("Nobody"), "i", ""));
    }

    [Fact]
    public async Task Terminate_BeforeTheFirstTurn_NothingRuns()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => context.CallActivityAsync(note, input));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        await harness.Client.TerminateAsync("i", "not wanted", EngineHarness.Token);
        (await harness.StepAsync()).ShouldBeFalse();

        harness.Journal.Lines.ShouldBeEmpty();
        var status = await harness.StatusAsync("i");
        (status.State, status.Failure).ShouldBe((OrchestrationState.Terminated, "not wanted"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Terminate_WithTimerBackoffAndWaits_LeavesNothingPending(int liveExecutions)
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { LiveExecutions = liveExecutions };
        var fail = harness.Activity<string, string>("Fail", _ => throw new TimeoutException());
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => Task.WhenAll(
            context.CallActivityAsync(fail, input, new RetryPolicy(9, TimeSpan.FromDays(1))),
            context.CreateTimerAsync(context.CurrentUtc.AddDays(2), CancellationToken.None),
            context.WaitForEventAsync<string>("go", CancellationToken.None)));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        await harness.StepAsync();
        await harness.Client.TerminateAsync("i", "enough", EngineHarness.Token);
        (await harness.StepAsync()).ShouldBeFalse();

        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBeNull();
        harness.Engine.IsIdle.ShouldBeTrue();
        var waits = await harness.Engine.Reader.WaitsAsync("i", EngineHarness.Token);
        (waits.Events.Count, waits.Activities.Count, waits.Timers.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Terminate_ActivityRunning_ItFinishesAndItsResultIsDropped()
    {
        await using var harness = new EngineHarness();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finished = 0;
        var slow = harness.Activity<string, string>("Slow", async (input, _) =>
        {
            begun.SetResult();
            await release.Task;
            Interlocked.Increment(ref finished);
            return input;
        });
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
            await context.CallActivityAsync(note, await context.CallActivityAsync(slow, input)));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "x");
        await begun.Task;
        await harness.Client.TerminateAsync("i", "enough", EngineHarness.Token);
        release.SetResult();
        await harness.Engine.StopAsync(EngineHarness.Token);

        finished.ShouldBe(1);
        harness.Journal.Lines.ShouldBeEmpty();
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Terminated);
    }

    [Fact]
    public async Task Terminate_AgainstContinueAsNew_EndsIt()
    {
        await using var harness = new EngineHarness();
        var count = harness.Activity<int, int>("Count", n => n + 1);
        var orchestrator = harness.Orchestrator<int>("O", async (context, n) => context.ContinueAsNew(await context.CallActivityAsync(count, n)));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 0);
        await Eventually.TrueAsync(async () => (await harness.Engine.Reader.HistoryAsync("i", EngineHarness.Token)).Any(e => e.Data is { Length: > 1 }));
        await harness.Client.TerminateAsync("i", "enough", EngineHarness.Token);
        await Eventually.TrueAsync(() => harness.Engine.IsIdle);

        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Terminated);
    }

    [Fact]
    public async Task Terminate_RightAfterStart_InOneRound_EndsIt()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
        {
            await context.WaitForEventAsync<string>("go", CancellationToken.None);
            await context.CallActivityAsync(note, input);
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        for (var i = 0; i < 50; i++)
        {
            var start = harness.StartAsync(orchestrator, $"i{i}", "x");
            var raise = harness.RaiseAsync($"i{i}", "go", "");
            var end = harness.Client.TerminateAsync($"i{i}", "enough", EngineHarness.Token);
            await Task.WhenAll(start, raise, end);
            (await harness.StateAsync($"i{i}")).ShouldBeOneOf(OrchestrationState.Terminated, OrchestrationState.Completed);
        }
        await Eventually.TrueAsync(() => harness.Engine.IsIdle);
    }

    [Fact]
    public async Task Orchestrator_Throwing_FailsWithTypeAndMessage()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", (_, _) => throw new InvalidDataException("bad"));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();

        var status = await harness.StatusAsync("i");
        (status.State, status.Failure).ShouldBe((OrchestrationState.Failed, "System.IO.InvalidDataException: bad"));
    }

    [Fact]
    public async Task Restart_EveryStep_GoesOnWhereItWas()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<int>("O", async (context, n) =>
        {
            for (var i = 0; i < n; i++)
            {
                await context.CallActivityAsync(note, $"{i} {context.NewGuid():N}");
                await context.CreateTimerAsync(context.CurrentUtc.AddDays(1), CancellationToken.None);
            }
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", 10);
        for (var day = 0; day <= 10; day++)
        {
            await harness.ReopenAsync();
            await harness.StepAsync();
            harness.Clock.Advance(TimeSpan.FromDays(1));
        }

        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
        harness.Journal.Lines.Count.ShouldBe(10);
        harness.Journal.Lines.Distinct().Count().ShouldBe(10);
    }

    [Fact]
    public async Task Purge_MoreThanOnePart_RemovesAll()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", (_, _) => Task.CompletedTask);
        await harness.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => harness.StartAsync(orchestrator, $"i{i}", "")));
        await harness.StepAsync();

        (await harness.Engine.PurgeAsync(harness.Clock.GetUtcNow().AddSeconds(1), EngineHarness.Token)).ShouldBe(600);
        (await harness.Engine.Reader.CountAsync(EngineHarness.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Purge_RemovesWhatEndedBefore()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var ends = harness.Orchestrator<string>("Ends", (context, input) => context.CallActivityAsync(note, input));
        var stays = harness.Orchestrator<string>("Stays", (context, _) => context.WaitForEventAsync<string>("go", CancellationToken.None));
        await harness.OpenAsync();
        await harness.StartAsync(ends, "old", "x");
        await harness.StartAsync(stays, "running", "x");
        await harness.StepAsync();
        harness.Clock.Advance(TimeSpan.FromDays(10));
        await harness.StartAsync(ends, "new", "x");
        await harness.StepAsync();

        (await harness.Engine.PurgeAsync(harness.Clock.GetUtcNow().AddDays(-5), EngineHarness.Token)).ShouldBe(1);
        (await harness.Client.FindAsync("old", EngineHarness.Token)).ShouldBeNull();
        (await harness.Engine.Reader.ListAsync(null, 10, 0, EngineHarness.Token)).Select(s => s.InstanceId).ShouldBe(["new", "running"]);
        (await harness.StartAsync(ends, "old", "again")).ShouldBe(StartResult.Started);
    }
}
