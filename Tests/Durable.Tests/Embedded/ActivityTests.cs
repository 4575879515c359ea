using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class ActivityTests
{
    [Fact]
    public async Task Call_Throwing_IsTriedAsOftenAsAllowedWithGrowingWaits()
    {
        await using var harness = new EngineHarness();
        var tries = new List<DateTimeOffset>();
        var fail = harness.Activity<string, string>("Fail", _ =>
        {
            tries.Add(harness.Clock.GetUtcNow());
            throw new TimeoutException("too slow");
        });
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            try
            {
                await context.CallActivityAsync(fail, "x", new RetryPolicy(5, TimeSpan.FromSeconds(10), 3, TimeSpan.FromSeconds(60)));
            }
            catch (ActivityFailedException failed)
            {
                harness.Journal.Write($"{failed.Activity} {failed.ErrorType}");
            }
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.RunAsync();

        tries.Zip(tries.Skip(1), (a, b) => (b - a).TotalSeconds).ShouldBe([10, 30, 60, 60]);
        harness.Journal.Lines.ShouldBe(["Fail System.TimeoutException"]);
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
        var letter = (await harness.Engine.Reader.DeadLettersAsync(10, EngineHarness.Token)).Single();
        (letter.Activity, letter.Attempts, letter.ErrorType, letter.InstanceId).ShouldBe(("Fail", 5, "System.TimeoutException", "i"));
    }

    [Fact]
    public async Task Call_NonRetriable_IsTriedOnce()
    {
        await using var harness = new EngineHarness();
        var tries = 0;
        var fail = harness.Activity<string, string>("Fail", _ =>
        {
            tries++;
            throw new NonRetriableException("no use");
        });
        var orchestrator = harness.Orchestrator<string>("O", (context, _) => context.CallActivityAsync(fail, "x", new RetryPolicy(5, TimeSpan.FromSeconds(1))));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.RunAsync();

        tries.ShouldBe(1);
        var status = await harness.StatusAsync("i");
        status.State.ShouldBe(OrchestrationState.Failed);
        status.Failure.ShouldNotBeNull().ShouldContain("no use");
    }

    [Fact]
    public async Task Call_RestartInBackoff_KeepsCountAndDueTime()
    {
        await using var harness = new EngineHarness();
        var tries = new List<DateTimeOffset>();
        var fail = harness.Activity<string, string>("Flaky", input =>
        {
            tries.Add(harness.Clock.GetUtcNow());
            return tries.Count < 3 ? throw new TimeoutException() : input;
        });
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
            harness.Journal.Write(await context.CallActivityAsync(fail, "done", new RetryPolicy(3, TimeSpan.FromHours(1)))));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        tries.Count.ShouldBe(1);

        await harness.ReopenAsync();
        (await harness.StepAsync()).ShouldBeFalse();
        (await harness.Engine.NextDueAsync(EngineHarness.Token)).ShouldBe(EngineHarness.Monday.AddHours(1));
        await harness.RunAsync();

        tries.ShouldBe([EngineHarness.Monday, EngineHarness.Monday.AddHours(1), EngineHarness.Monday.AddHours(3)]);
        harness.Journal.Lines.ShouldBe(["done"]);
    }

    [Fact]
    public async Task Call_UnknownActivity_FailsTheCallAndNamesIt()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", (context, _) =>
            context.CallActivityAsync(new ActivityName<string, string>("Nobody"), "x", new RetryPolicy(3, TimeSpan.FromSeconds(1))));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.RunAsync();

        (await harness.StatusAsync("i")).Failure.ShouldNotBeNull().ShouldContain("'Nobody'");
    }

    [Fact]
    public async Task Call_PoisonActivity_DelaysNobodyElse()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var poison = harness.Activity<string, string>("Poison", _ => throw new InvalidDataException("poison"));
        var sick = harness.Orchestrator<string>("Sick", (context, _) => context.CallActivityAsync(poison, "x", new RetryPolicy(10, TimeSpan.FromMinutes(1))));
        var sound = harness.Orchestrator<string>("Sound", (context, id) => context.CallActivityAsync(note, id));
        await harness.OpenAsync();
        await harness.StartAsync(sick, "a", "");
        for (var i = 0; i < 20; i++)
            await harness.StartAsync(sound, $"b{i:00}", $"{i}");
        await harness.StepAsync();

        harness.Journal.Lines.Count.ShouldBe(20);
        await harness.RunAsync();
        (await harness.StateAsync("a")).ShouldBe(OrchestrationState.Failed);
        (await harness.Engine.Reader.DeadLettersAsync(10, EngineHarness.Token)).Single().Attempts.ShouldBe(10);
    }

    [Fact]
    public async Task FanOut_ResultsComeInTheOrderAskedFor()
    {
        await using var harness = new EngineHarness();
        var square = harness.Activity<int, int>("Square", n => n * n);
        var orchestrator = harness.Orchestrator<int>("O", async (context, n) =>
        {
            var all = await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync(square, i)));
            harness.Journal.Write(string.Join(',', all));
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", 12);
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["0,1,4,9,16,25,36,49,64,81,100,121"]);
    }

    [Fact]
    public async Task Call_ProcessDiesTooOftenInIt_FailsForGood()
    {
        await using var harness = new EngineHarness { };
        harness.Options = harness.Options with { MaxRecoveries = 2 };
        var begun = 0;
        var never = new TaskCompletionSource<string>();
        var killer = harness.Activity<string, string>("Killer", (_, _) =>
        {
            Interlocked.Increment(ref begun);
            return never.Task;
        });
        var orchestrator = harness.Orchestrator<string>("O", (context, _) => context.CallActivityAsync(killer, "x"));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        for (var life = 1; life <= 3; life++)
        {
            await harness.Engine.StartAsync(EngineHarness.Token);
            await Eventually.TrueAsync(() => Volatile.Read(ref begun) == life);
            await harness.ReopenAsync();
        }
        await harness.StepAsync();

        begun.ShouldBe(3);
        (await harness.StatusAsync("i")).Failure.ShouldNotBeNull().ShouldContain("The process died 3 times");
    }
}
