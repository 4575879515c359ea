using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class DrivingTests
{
    [Fact]
    public async Task Stepped_ActivitiesOfManyInstances_RunOneAtATimeInOrder()
    {
        await using var harness = new EngineHarness();
        var running = 0;
        var activity = harness.Activity<string, string>("Work", async (input, token) =>
        {
            Interlocked.Increment(ref running).ShouldBe(1);
            await Task.Delay(TimeSpan.FromMilliseconds(input.Length % 3), TimeProvider.System, token);
            harness.Journal.Write(input);
            Interlocked.Decrement(ref running);
            return input;
        });
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            await Task.WhenAll(context.CallActivityAsync(activity, $"{context.InstanceId}1"), context.CallActivityAsync(activity, $"{context.InstanceId}2"));
            await context.CreateTimerAsync(context.CurrentUtc.AddHours(1), CancellationToken.None);
            await context.CallActivityAsync(activity, $"{context.InstanceId}3");
        });
        await harness.OpenAsync();
        foreach (var id in new[] { "cc", "a", "bbb" })
            await harness.StartAsync(orchestrator, id, "");
        await harness.RunAsync();

        harness.Journal.Lines.ShouldBe(["a1", "a2", "bbb1", "bbb2", "cc1", "cc2", "a3", "bbb3", "cc3"]);
    }

    [Fact]
    public async Task Stepped_DueTimesPassed_RunInOrderOfTheirTimes()
    {
        await using var harness = new EngineHarness();
        var tries = 0;
        var flaky = harness.Activity<string, string>("Flaky", input =>
        {
            if (tries++ == 0)
                throw new TimeoutException();
            harness.Journal.Write("retry");
            return input;
        });
        var retries = harness.Orchestrator<string>("Retries", (context, input) => context.CallActivityAsync(flaky, input, new RetryPolicy(3, TimeSpan.FromMinutes(30))));
        var waits = harness.Orchestrator<int>("Waits", async (context, minutes) =>
        {
            await context.CreateTimerAsync(EngineHarness.Monday.AddMinutes(minutes), CancellationToken.None);
            harness.Journal.Write($"timer {minutes}");
        });
        await harness.OpenAsync();
        await harness.StartAsync(retries, "z", "");
        await harness.StartAsync(waits, "a", 45);
        await harness.StartAsync(waits, "b", 15);
        await harness.StepAsync();
        harness.Clock.Advance(TimeSpan.FromHours(1));
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["timer 15", "retry", "timer 45"]);
    }

    [Fact]
    public async Task Stepped_ActivityStartsAndTellsOthers_TheyRunInTheSameStep()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var child = harness.Orchestrator<string>("Child", async (context, _) =>
            await context.CallActivityAsync(note, await context.WaitForEventAsync<string>("go", CancellationToken.None)));
        var start = harness.Activity<string, string>("Start", async (input, token) =>
        {
            await harness.Client.StartAsync(child, input, "", token);
            await harness.Client.RaiseEventAsync(input, "go", $"told {input}", token);
            return input;
        });
        var parent = harness.Orchestrator<string>("Parent", (context, _) => context.CallActivityAsync(start, "child"));
        await harness.OpenAsync();
        await harness.StartAsync(parent, "i", "");
        (await harness.StepAsync()).ShouldBeTrue();

        harness.Journal.Lines.ShouldBe(["told child"]);
        harness.Engine.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public async Task Stepped_NothingDue_ReturnsFalseAndTellsTheNextTime()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<int>("O", (context, days) => context.CreateTimerAsync(context.CurrentUtc.AddDays(days), CancellationToken.None));
        await harness.OpenAsync();
        (await harness.StepAsync()).ShouldBeFalse();
        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBeNull();
        await harness.StartAsync(orchestrator, "a", 9);
        await harness.StartAsync(orchestrator, "b", 3);
        harness.Engine.IsIdle.ShouldBeFalse();
        (await harness.StepAsync()).ShouldBeTrue();

        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBe(EngineHarness.Monday.AddDays(3));
        (await harness.StepAsync()).ShouldBeFalse();
        harness.Engine.IsIdle.ShouldBeTrue();
        harness.Clock.Advance(TimeSpan.FromDays(3));
        harness.Engine.IsIdle.ShouldBeFalse();
    }

    [Fact]
    public async Task Step_WhileLive_IsRefused()
    {
        await using var harness = await new EngineHarness().OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await Should.ThrowAsync<InvalidOperationException>(harness.StepAsync);
        await harness.Engine.StopAsync(EngineHarness.Token);
        (await harness.StepAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Stepped_Cancelled_CanBeSteppedAgain()
    {
        await using var harness = new EngineHarness();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = harness.Activity<string, string>("Slow", async (input, _) =>
        {
            begun.TrySetResult();
            await release.Task;
            return input;
        });
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
            await context.CallActivityAsync(note, await context.CallActivityAsync(slow, input)));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        using var cancel = new CancellationTokenSource();
        var step = harness.Engine.RunUntilIdleAsync(cancel.Token);
        await begun.Task;
        await cancel.CancelAsync();
        release.SetResult();
        await Should.ThrowAsync<OperationCanceledException>(() => step);
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["x"]);
    }

    [Fact]
    public async Task Live_ClockJumpsAhead_TimersFire()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<int>("O", (context, days) => context.CreateTimerAsync(context.CurrentUtc.AddDays(days), CancellationToken.None));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "a", 9);
        await harness.StartAsync(orchestrator, "b", 300);
        for (var fired = 0; await harness.Engine.NextDueAsync(EngineHarness.Token) is { } due; fired++)
        {
            await Eventually.TrueAsync(() => harness.Engine.IsIdle);
            harness.Clock.SetUtcNow(due);
            harness.Engine.IsIdle.ShouldBeFalse();
            await Eventually.TrueAsync(() => harness.Engine.IsIdle);
        }

        (await harness.StateAsync("a")).ShouldBe(OrchestrationState.Completed);
        (await harness.StatusAsync("b")).LastUpdatedAt.ShouldBe(EngineHarness.Monday.AddDays(300));
    }

    [Fact]
    public async Task Live_ClockMovedAtEveryIdlePoint_NeverMissesATimer()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<int>("O", async (context, count) =>
        {
            for (var i = 0; i < count; i++)
                await context.CreateTimerAsync(context.CurrentUtc.AddHours(1), CancellationToken.None);
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 300);
        while (await harness.StateAsync("i") != OrchestrationState.Completed)
        {
            await Eventually.TrueAsync(() => harness.Engine.IsIdle);
            if (await harness.Engine.NextDueAsync(EngineHarness.Token) is { } due && due > harness.Clock.GetUtcNow())
                harness.Clock.SetUtcNow(due);
        }

        harness.Clock.GetUtcNow().ShouldBe(EngineHarness.Monday.AddHours(300));
    }

    [Fact]
    public async Task Live_SystemClock_TimerFires()
    {
        await using var harness = new EngineHarness { Time = TimeProvider.System };
        var orchestrator = harness.Orchestrator<int>("O", (context, ms) => context.CreateTimerAsync(context.CurrentUtc.AddMilliseconds(ms), CancellationToken.None));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 20);
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);
    }

    [Fact]
    public async Task Live_ManyActivities_NoMoreThanAllowedAtOnce()
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { MaxConcurrentActivities = 3 };
        int running = 0, most = 0;
        var work = harness.Activity<int, int>("Work", async (input, token) =>
        {
            var at = Interlocked.Increment(ref running);
            InterlockedMax(ref most, at);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return input;
        });
        var orchestrator = harness.Orchestrator<int>("O", (context, n) => Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync(work, i))));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 200);
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);

        most.ShouldBeInRange(1, 3);

        static void InterlockedMax(ref int target, int value)
        {
            for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
                if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                    return;
        }
    }

    [Fact]
    public async Task Live_Stopped_RunningActivityEndsAndIsCommitted()
    {
        await using var harness = new EngineHarness();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = harness.Activity<string, string>("Slow", async (input, _) =>
        {
            begun.SetResult();
            await release.Task;
            harness.Journal.Write(input);
            return input;
        });
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
            await context.CallActivityAsync(note, $"after {await context.CallActivityAsync(slow, input)}"));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "x");
        await begun.Task;
        var stop = harness.Engine.StopAsync(EngineHarness.Token);
        release.SetResult();
        await stop;
        harness.Journal.Lines.ShouldBe(["x"]);
        await harness.ReopenAsync();
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["x", "after x"]);
    }

    [Fact]
    public async Task Client_AfterDispose_Throws()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", (_, _) => Task.CompletedTask);
        await harness.OpenAsync();
        await harness.Engine.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => harness.StartAsync(orchestrator, "i", ""));
    }

    [Fact]
    public async Task Reader_TellsWhichActivitiesAreNotAnsweredAndWhyTheyFailed()
    {
        await using var harness = new EngineHarness();
        var fail = harness.Activity<string, string>("Fail", _ => throw new TimeoutException("too slow"));
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => context.CallActivityAsync(fail, input, new RetryPolicy(2, TimeSpan.FromHours(1))));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        await harness.StepAsync();

        var reader = harness.Engine.Reader;
        var waits = await reader.WaitsAsync("i", EngineHarness.Token);
        waits.Activities.ShouldBe([new WaitingActivity("Fail", "\"x\"", 1, EngineHarness.Monday.AddHours(1))]);
        (waits.Events.Count, waits.Timers.Count).ShouldBe((0, 0));
        (await reader.ListAsync(OrchestrationState.Failed, 10, 0, EngineHarness.Token)).ShouldBeEmpty();
        await harness.RunAsync();

        (await reader.WaitsAsync("i", EngineHarness.Token)).Activities.ShouldBeEmpty();
        (await reader.ListAsync(OrchestrationState.Failed, 10, 0, EngineHarness.Token)).Single().Failure.ShouldNotBeNull().ShouldContain("too slow");
        (await reader.DeadLettersAsync(10, EngineHarness.Token)).ShouldBe(
            [new DeadLetter("i", "Fail", "\"x\"", "System.TimeoutException", "too slow", 2, EngineHarness.Monday.AddHours(1))]);
        (await reader.HistoryAsync("nobody", EngineHarness.Token)).ShouldBeEmpty();
        (await reader.WaitsAsync("nobody", EngineHarness.Token)).Timers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_TellsStateHistoryAndWaits()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
        {
            await context.CallActivityAsync(note, input);
            await Task.WhenAny(
                context.WaitForEventAsync<string>("nudge", CancellationToken.None),
                context.CreateTimerAsync(context.CurrentUtc.AddDays(2), CancellationToken.None));
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        await harness.StepAsync();

        var reader = harness.Engine.Reader;
        (await reader.HistoryAsync("i", EngineHarness.Token)).Select(e => e.Kind.ToString()).ShouldBe(
            ["Begun", "ActivityScheduled", "ActivityCompleted", "TimerCreated"]);
        var waits = await reader.WaitsAsync("i", EngineHarness.Token);
        waits.Events.ShouldBe(["nudge"]);
        waits.Timers.ShouldBe([EngineHarness.Monday.AddDays(2)]);
        (await reader.CountAsync(EngineHarness.Token))[OrchestrationState.Running].ShouldBe(1);
        (await reader.ListAsync(OrchestrationState.Running, 10, 0, EngineHarness.Token)).Single().InstanceId.ShouldBe("i");
    }
}
