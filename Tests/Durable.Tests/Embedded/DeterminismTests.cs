using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Replay_RenamedActivity_IsNamedWithItsEvent()
    {
        var failure = await FailureAfterChangeAsync(
            async (context, a, _) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            },
            async (context, _, b) =>
            {
                await context.CallActivityAsync(b, "1");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            });
        failure.ShouldContain("at turn 0");
        failure.ShouldContain("history holds activity 'A' with input \"1\" (request 1), but the code now asks for activity 'B' with input \"1\"");
    }

    [Fact]
    public async Task Replay_Reordered_IsNamed()
    {
        var failure = await FailureAfterChangeAsync(
            async (context, a, b) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.CallActivityAsync(b, "2");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            },
            async (context, a, b) =>
            {
                await context.CallActivityAsync(b, "2");
                await context.CallActivityAsync(a, "1");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            });
        failure.ShouldContain("at turn 0 of 2026-03-02T09:00:00.0000000+00:00 (after the start) history holds activity 'A' with input \"1\" (request 1)");
        failure.ShouldContain("but the code now asks for activity 'B' with input \"2\"");
    }

    [Fact]
    public async Task Replay_ChangedInput_IsNamed()
    {
        var failure = await FailureAfterChangeAsync(
            async (context, a, _) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.CallActivityAsync(a, "2");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            },
            async (context, a, _) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.CallActivityAsync(a, "3");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            });
        failure.ShouldContain("at turn 1");
        failure.ShouldContain("completion of request 1");
        failure.ShouldContain("activity 'A' with input \"2\" (request 2), but the code now asks for activity 'A' with input \"3\"");
    }

    [Fact]
    public async Task Replay_StepLeftOut_IsNamed()
    {
        var failure = await FailureAfterChangeAsync(
            async (context, a, _) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            },
            (context, _, _) => context.WaitForEventAsync<string>("go", CancellationToken.None));
        failure.ShouldContain("history holds activity 'A' with input \"1\" (request 1), which the code did not ask for");
    }

    [Fact]
    public async Task Replay_StepAdded_IsNamed()
    {
        var failure = await FailureAfterChangeAsync(
            (context, _, _) => context.WaitForEventAsync<string>("go", CancellationToken.None),
            async (context, _, b) =>
            {
                await context.CallActivityAsync(b, "new");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            });
        failure.ShouldContain("the code asks for activity 'B' with input \"new\", which history does not hold there");
    }

    [Fact]
    public async Task Replay_TimerInsteadOfActivity_IsNamed()
    {
        var failure = await FailureAfterChangeAsync(
            (context, a, _) => context.CallActivityAsync(a, "1").ContinueWith(
                _ => context.WaitForEventAsync<string>("go", CancellationToken.None), TaskContinuationOptions.ExecuteSynchronously).Unwrap(),
            (context, _, _) => context.CreateTimerAsync(EngineHarness.Monday.AddDays(1), CancellationToken.None));
        failure.ShouldContain("but the code now asks for a timer for 2026-03-03T09:00:00");
    }

    [Fact]
    public async Task Replay_CodeEndsEarly_IsNamed()
    {
        var failure = await FailureAfterChangeAsync(
            async (context, a, _) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            },
            (context, a, _) => context.CallActivityAsync(a, "1"));
        failure.ShouldContain("the code ended, but history goes on");
    }

    [Fact]
    public async Task Replay_CodeThatSwallowsExceptions_StillFails()
    {
        var failure = await FailureAfterChangeAsync(
            async (context, a, _) =>
            {
                await context.CallActivityAsync(a, "1");
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            },
            async (context, _, b) =>
            {
                var failed = await Record.ExceptionAsync(() => context.CallActivityAsync(b, "1"));
                failed.ShouldNotBeNull();
                await context.WaitForEventAsync<string>("go", CancellationToken.None);
            });
        failure.ShouldContain("but the code now asks for activity 'B'");
    }

    [Fact]
    public async Task Replay_ForeignGuid_IsNamedAsChangedInput()
    {
        // The banned call itself, as an orchestrator's author would slip it in.
#pragma warning disable RS0030
        static async Task Code(IOrchestrationContext context, ActivityName<string, string> a, ActivityName<string, string> b)
        {
            await context.CallActivityAsync(a, Guid.NewGuid().ToString());
            await context.WaitForEventAsync<string>("go", CancellationToken.None);
        }
#pragma warning restore RS0030
        var failure = await FailureAfterChangeAsync(Code, Code);
        failure.ShouldContain("history holds activity 'A' with input");
        failure.ShouldContain("but the code now asks for activity 'A' with input");
    }

    [Fact]
    public async Task Turn_AwaitingTaskDelay_IsNamed()
    {
        var failure = await FailureOfAsync(async (_, _) => await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System));
        failure.ShouldContain("at turn 0 of 2026-03-02T09:00:00.0000000+00:00 (after the start) it awaits");
        failure.ShouldContain("Task.Delay in DeterminismTests.Turn_AwaitingTaskDelay_IsNamed");
        failure.ShouldContain("which is not the engine's");
    }

    [Fact]
    public async Task Turn_AwaitingTaskDelayInACalledMethod_IsNamed()
    {
        static async Task Inner() => await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System).ConfigureAwait(false);
        var failure = await FailureOfAsync(async (_, _) => await Inner());
        failure.ShouldContain("Task.Delay in DeterminismTests.Inner");
    }

    [Fact]
    public async Task Turn_TokenCancelledElsewhere_IsNamed()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            using var cancel = new CancellationTokenSource();
            var timer = context.CreateTimerAsync(context.CurrentUtc.AddDays(1), cancel.Token);
            await cancel.CancelAsync();
            await timer;
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "");
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Failed);
        (await harness.StatusAsync("i")).Failure.ShouldNotBeNull().ShouldContain("which is not the engine's");
    }

    [Fact]
    public async Task Turn_AwaitingATaskOfSomebodyElse_IsNamed()
    {
        var never = new TaskCompletionSource();
        (await FailureOfAsync(async (_, _) => await never.Task)).ShouldContain("a task that is not the engine's");
    }

    [Fact]
    public async Task Turn_ForeignTaskEndsWhileAnEventIsAwaited_IsNamed()
    {
        var foreign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            var wait = context.WaitForEventAsync<string>("go", CancellationToken.None);
            await context.WaitForEventAsync<string>("fine", CancellationToken.None);
            await foreign.Task;
            await wait;
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "");
        await harness.RaiseAsync("i", "fine", "");
        foreign.SetResult();
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Failed);

        var failure = (await harness.StatusAsync("i")).Failure.ShouldNotBeNull();
        failure.ShouldContain("(after event 'fine') it awaits");
        failure.ShouldContain("which is not the engine's and can't be replayed");
    }

    [Fact]
    public async Task Turn_ForeignTaskWithoutContext_CallIntoContextIsRefused()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            var wait = context.WaitForEventAsync<string>("go", CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System).ConfigureAwait(false);
            await context.CallActivityAsync(note, "never");
            await wait;
        });
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", "");
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Failed);

        (await harness.StatusAsync("i")).Failure.ShouldNotBeNull().ShouldContain("CallActivityAsync was called outside the orchestrator's turn");
        harness.Journal.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Turn_ConfigureAwaitFalseAndYield_StayOnTheTurn()
    {
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, _) =>
        {
            await Task.Yield();
            await context.CallActivityAsync(note, "1").ConfigureAwait(false);
            await context.CallActivityAsync(note, "2").ConfigureAwait(false);
            await context.CallActivityAsync(note, "3");
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();

        harness.Journal.Lines.ShouldBe(["1", "2", "3"]);
        (await harness.StateAsync("i")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task Replay_OrchestratorNoLongerRegistered_IsNamed()
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator<string>("Gone", (context, _) => context.WaitForEventAsync<string>("go", CancellationToken.None));
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        await harness.ReopenWithAsync(_ => { });
        await harness.RaiseAsync("i", "go", "");
        await harness.StepAsync();

        (await harness.StatusAsync("i")).Failure.ShouldNotBeNull().ShouldContain("No orchestrator is registered under the name 'Gone'");
    }

    private static async Task<string> FailureOfAsync(Func<IOrchestrationContext, string, Task> code)
    {
        await using var harness = new EngineHarness();
        var orchestrator = harness.Orchestrator("O", code);
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "");
        await harness.StepAsync();
        var status = await harness.StatusAsync("i");
        status.State.ShouldBe(OrchestrationState.Failed);
        return status.Failure.ShouldNotBeNull();
    }

    private static async Task<string> FailureAfterChangeAsync(
        Func<IOrchestrationContext, ActivityName<string, string>, ActivityName<string, string>, Task> before,
        Func<IOrchestrationContext, ActivityName<string, string>, ActivityName<string, string>, Task> after)
    {
        await using var harness = new EngineHarness();
        var name = Register(harness, before);
        await harness.OpenAsync();
        await harness.StartAsync(name, "i", "");
        await harness.StepAsync();
        await harness.ReopenWithAsync(h => Register(h, after));
        await harness.RaiseAsync("i", "go", "");
        await harness.StepAsync();
        var status = await harness.StatusAsync("i");
        status.State.ShouldBe(OrchestrationState.Failed);
        return status.Failure.ShouldNotBeNull();

        static OrchestratorName<string> Register(
            EngineHarness harness, Func<IOrchestrationContext, ActivityName<string, string>, ActivityName<string, string>, Task> code)
        {
            var a = harness.Note("A");
            var b = harness.Note("B");
            return harness.Orchestrator<string>("O", (context, _) => code(context, a, b));
        }
    }
}
