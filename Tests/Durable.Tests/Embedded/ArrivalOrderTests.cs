using System.Globalization;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class ArrivalOrderTests
{
    [Fact]
    public async Task Completions_ManyInOneTurn_ReplayInTheOrderTheyCame()
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { LiveExecutions = 0 };
        var gate = new SemaphoreSlim(0);
        var wait = harness.Activity<int, int>("Wait", async (n, token) =>
        {
            await gate.WaitAsync(token);
            return n;
        });
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<int>("O", async (context, count) =>
        {
            var open = Enumerable.Range(0, count).Select(n => context.CallActivityAsync(wait, n)).ToList();
            // What is asked for next depends on who came first: a replay in another order would be found out.
            while (open.Count > 0)
            {
                var first = await Task.WhenAny(open);
                open.Remove(first);
                await context.CallActivityAsync(note, $"{await first}");
            }
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 30);
        gate.Release(30);
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") >= OrchestrationState.Completed);

        (await harness.StatusAsync("i")).Failure.ShouldBeNull();
        harness.Journal.Lines.Select(int.Parse).Order().ShouldBe(Enumerable.Range(0, 30));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Completions_InOneTurn_ReplayInTheOrderTheyCame(int liveExecutions)
    {
        const int Count = 4;
        int[] order = [2, 0, 3, 1];
        await using var harness = new EngineHarness();
        using var held = new ManualResetEventSlim();
        using var free = new ManualResetEventSlim(initialState: true);
        harness.Options = harness.Options with
        {
            LiveExecutions = liveExecutions,
            CommitProbe = _ =>
            {
                if (!free.IsSet)
                    held.Set();
                free.Wait(EngineHarness.Token);
            },
        };
        // Completed without a thread between, so that a result is in the engine's queue once SetResult returns. That holds from the moment
        // when the engine waits for it, not from its call: then, and not before, the call's thread drops what was set for it.
        var results = Enumerable.Range(0, Count).Select(_ => new TaskCompletionSource<string>()).ToList();
        var begun = 0;
        var within = new AsyncLocal<bool>(change =>
        {
            if (change is { ThreadContextChanged: true, PreviousValue: true })
                Interlocked.Increment(ref begun);
        });
        var wait = new ActivityName<int, int>("Wait");
        harness.Registry.Add(new ActivityRegistration(wait.Name, typeof(ArrivalOrderTests), typeof(int), typeof(int), (_, input, _) =>
        {
            within.Value = true;
            return results[int.Parse(input!, CultureInfo.InvariantCulture)].Task;
        }));
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            var all = Enumerable.Range(0, Count).Select(n => context.CallActivityAsync(wait, n)).ToList();
            var open = all.ToList();
            var came = new List<int>();
            while (open.Count > 0)
            {
                var first = await Task.WhenAny(open);
                open.Remove(first);
                came.Add(all.IndexOf(first));
            }
            await context.CallActivityAsync(note, $"{context.InstanceId}: {string.Join(' ', came)}");
            await context.WaitForEventAsync<string>("end", CancellationToken.None);
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "");
        await Eventually.TrueAsync(() => Volatile.Read(ref begun) == Count);

        // While the engine's thread is held in somebody else's commit, all four come; the next round finds them together.
        free.Reset();
        var other = harness.StartAsync(orchestrator, "held", "");
        held.Wait(EngineHarness.Token);
        foreach (var n in order)
            await Task.Run(() => results[n].SetResult($"{n}"), EngineHarness.Token);
        free.Set();
        await other;
        await Eventually.TrueAsync(() => harness.Journal.Lines.Contains("i: 2 0 3 1"));
        await harness.ReopenAsync();
        await harness.RaiseAsync("i", "end", "");
        await harness.StepAsync();

        var completed = (await harness.Engine.Reader.HistoryAsync("i", EngineHarness.Token)).Where(e => e.Kind == HistoryKind.ActivityCompleted).Take(Count).ToList();
        completed.Select(e => e.Turn).Distinct().Count().ShouldBe(1);
        completed.Select(e => e.Seq - 1).ShouldBe(order.Select(n => (long?)n));
        (await harness.StatusAsync("i")).Failure.ShouldBeNull();
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task Events_ManyInOneTurn_AreTakenInTheOrderTheyCame()
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { LiveExecutions = 0 };
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<int>("O", async (context, count) =>
        {
            for (var i = 0; i < count; i++)
                await context.CallActivityAsync(note, await context.WaitForEventAsync<string>("n", CancellationToken.None));
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", 20);
        for (var i = 0; i < 20; i++)
            await harness.RaiseAsync("i", "n", $"{i}");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i}"));
    }
}
