using ClinicalEngagement.Durable.Abstractions;
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
