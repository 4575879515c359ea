using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class TimerTests
{
    [Theory]
    [InlineData(-400)]
    [InlineData(-0.001)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(400)]
    public async Task Timer_AnyDistance_FiresAtItsTimeAndOnce(double days)
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<double>("O", async (context, distance) =>
        {
            await context.CreateTimerAsync(context.CurrentUtc.AddDays(distance), CancellationToken.None);
            harness.Journal.Write(context.CurrentUtc.ToString("O"));
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", days);
        await harness.RunAsync();
        harness.Clock.Advance(TimeSpan.FromDays(1_000));
        (await harness.StepAsync()).ShouldBeFalse();

        harness.Journal.Lines.ShouldBe([EngineHarness.Monday.AddDays(Math.Max(0, days)).ToString("O")]);
    }

    [Fact]
    public async Task Timers_Equal_FireInOrderOfInstance()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<DateTimeOffset>("O", async (context, at) =>
        {
            await context.CreateTimerAsync(at, CancellationToken.None);
            await context.CallActivityAsync(note, context.InstanceId);
        });
        await harness.OpenAsync();
        foreach (var id in new[] { "c", "a", "d", "b" })
            await harness.StartAsync(orchestrator, id, EngineHarness.Monday.AddDays(1));
        await harness.RunAsync();

        harness.Journal.Lines.ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public async Task Timer_Cancelled_IsGone()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimerAsync(context.CurrentUtc.AddDays(30), cancel.Token);
            await context.WaitForEventAsync<string>("go", CancellationToken.None);
            cancel.Cancel();
            harness.Journal.Write($"{timer.IsCanceled}");
            await context.WaitForEventAsync<string>("end", CancellationToken.None);
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBe(EngineHarness.Monday.AddDays(30));
        await harness.RaiseAsync("i", "go", "");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["True"]);
        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Timer_OpenAtCompletion_IsReportedAndRemoved()
    {
        using var logs = new CollectedLogs();
        await using var harness = new EngineHarness { Logs = logs };
        var orchestrator = harness.Orchestrator<string>("O", (context, _) =>
        {
            var open = context.CreateTimerAsync(context.CurrentUtc.AddDays(30), CancellationToken.None);
            return open.IsCompleted ? open : Task.CompletedTask;
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();

        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBeNull();
        logs.Lines.ShouldContain("Warning Orchestration i ended a generation with 1 timers open; cancel a timer that is no longer wanted.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task CurrentUtc_WallClockJumpsBackBetweenTurns_NeverGoesBackAndReplaysTheSame(int liveExecutions)
    {
        await using var harness = new EngineHarness();
        var clock = new JumpingClock(EngineHarness.Monday);
        harness.Time = clock;
        harness.Options = harness.Options with { LiveExecutions = liveExecutions };
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            for (var turn = 0; turn < 3; turn++)
            {
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
                await context.CallActivityAsync(note, context.CurrentUtc.ToString("O"));
            }
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        foreach (var hours in new[] { 0, -24, 24 })
        {
            clock.Now = EngineHarness.Monday.AddHours(hours);
            await harness.RaiseAsync("i", "go", "");
            await harness.StepAsync();
        }

        harness.Journal.Lines.ShouldBe([
            EngineHarness.Monday.ToString("O"), EngineHarness.Monday.ToString("O"), EngineHarness.Monday.AddDays(1).ToString("O")]);
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Timer_WallClockJumps_FiresOnceAndNotBeforeItsTime(int days)
    {
        await using var harness = new EngineHarness();
        var clock = new JumpingClock(EngineHarness.Monday);
        harness.Time = clock;
        var due = EngineHarness.Monday.AddHours(12);
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            await context.CreateTimerAsync(due, CancellationToken.None);
            harness.Journal.Write(context.CurrentUtc.ToString("O"));
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "");
        clock.Now = EngineHarness.Monday.AddDays(days);
        clock.FireAlarms();
        if (days < 0)
        {
            (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBe(due);
            harness.Journal.Lines.ShouldBeEmpty();
            clock.Now = due;
            clock.FireAlarms();
        }
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);

        clock.Now = clock.Now.AddDays(-days);
        clock.FireAlarms();
        await Eventually.TrueAsync(() => harness.Engine.IsIdle);
        harness.Journal.Lines.Count.ShouldBe(1);
        DateTimeOffset.Parse(harness.Journal.Lines[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(due);
    }
}
