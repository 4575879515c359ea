using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace ClinicalEngagement.Functions.Tests.Durable;

public sealed class DurableTaskOrchestrationClientTests
{
    private static readonly OrchestratorName<string> Subject = new("Subject");
    private static readonly ActivityName<string, int> Record = new("Record");
    private readonly Journal journal = new();

    [Fact]
    public async Task Start_WhileItRuns_LeavesItAsItIs()
    {
        await using var engine = await StartAsync();
        (await engine.Client.StartAsync(Subject, "one", "first", default)).ShouldBe(StartResult.Started);
        await journal.Until("began first");

        (await engine.Client.StartAsync(Subject, "one", "second", default)).ShouldBe(StartResult.AlreadyExists);

        await engine.Client.RaiseEventAsync("one", "end", "ok", default);
        (await engine.EndOfAsync("one")).State.ShouldBe(OrchestrationState.Completed);
        journal.Lines.ShouldNotContain("began second");
    }

    [Theory]
    [InlineData("ok", OrchestrationState.Completed)]
    [InlineData("throw", OrchestrationState.Failed)]
    [InlineData(null, OrchestrationState.Terminated)]
    public async Task Start_OnceItHasEnded_LeavesItAsItIs(string? end, OrchestrationState ended)
    {
        await using var engine = await StartAsync();
        await engine.Client.StartAsync(Subject, "one", "first", default);
        await journal.Until("began first");
        await (end is null ? engine.Client.TerminateAsync("one", "enough", default) : engine.Client.RaiseEventAsync("one", "end", end, default));
        (await engine.EndOfAsync("one")).State.ShouldBe(ended);

        (await engine.Client.StartAsync(Subject, "one", "second", default)).ShouldBe(StartResult.AlreadyExists);

        (await engine.Client.FindAsync("one", default)).ShouldNotBeNull().State.ShouldBe(ended);
        journal.Lines.ShouldNotContain("began second");
    }

    [Fact]
    public async Task Start_BySeveralAtOnce_StartsOne()
    {
        await using var engine = await StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => engine.Client.StartAsync(Subject, "one", "race", default)));

        results.Count(result => result == StartResult.Started).ShouldBe(1);
        await engine.Client.RaiseEventAsync("one", "end", "ok", default);
        await engine.EndOfAsync("one");
        journal.Lines.Count(line => line == "began race").ShouldBe(1);
    }

    [Fact]
    public async Task Find_TellsWhatBecameOfIt()
    {
        await using var engine = await StartAsync();
        (await engine.Client.FindAsync("nobody", default)).ShouldBeNull();
        await engine.Client.StartAsync(Subject, "fails", "first", default);
        await engine.Client.StartAsync(Subject, "stopped", "first", default);
        await engine.Client.RaiseEventAsync("fails", "end", "throw", default);
        await engine.Client.TerminateAsync("stopped", "the project was a test", default);

        var failed = await engine.EndOfAsync("fails");
        var stopped = await engine.EndOfAsync("stopped");

        failed.Orchestrator.ShouldBe("Subject");
        failed.Failure.ShouldNotBeNull().ShouldContain("System.InvalidOperationException: told to throw");
        failed.CreatedAt.ShouldBeLessThanOrEqualTo(failed.LastUpdatedAt);
        stopped.State.ShouldBe(OrchestrationState.Terminated);
        stopped.Failure.ShouldBe("the project was a test");
    }

    [Fact]
    public async Task RaiseAndTerminate_OnceItHasEnded_AreDropped()
    {
        await using var engine = await StartAsync();
        await engine.Client.StartAsync(Subject, "over", "first", default);
        await engine.Client.RaiseEventAsync("over", "end", "ok", default);
        await engine.EndOfAsync("over");

        await engine.Client.RaiseEventAsync("over", "end", "throw", default);
        await engine.Client.TerminateAsync("over", "why not", default);

        (await engine.Client.FindAsync("over", default)).ShouldNotBeNull().State.ShouldBe(OrchestrationState.Completed);
    }

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.FailedPrecondition)]
    public async Task RaiseAndTerminate_RefusedAsForNobody_AreDropped(StatusCode status)
    {
        var client = Refusing(status);

        await client.RaiseEventAsync("nobody", "end", "ok", default);
        await client.TerminateAsync("nobody", "why not", default);
    }

    [Fact]
    public async Task Raise_InAnOutage_Throws() =>
        await Should.ThrowAsync<RpcException>(() => Refusing(StatusCode.Unavailable).RaiseEventAsync("one", "end", "ok", default));

    [Theory]
    [InlineData("")]
    [InlineData("@entity@1")]
    [InlineData("project/1")]
    [InlineData("project#1")]
    [InlineData("line\nbreak")]
    public async Task Start_UnderAnIdThatStorageRefuses_Throws(string instanceId) =>
        await Should.ThrowAsync<ArgumentException>(() => new DurableTaskOrchestrationClient().StartAsync(Subject, instanceId, "", default));

    [Fact]
    public async Task Client_BeforeItsFunctionHandedItOver_SaysSo() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => new DurableTaskOrchestrationClient().FindAsync("one", default)))
            .Message.ShouldContain("[DurableClient]");

    private static DurableTaskOrchestrationClient Refusing(StatusCode status)
    {
        var refusal = new RpcException(new Status(status, "by the host"));
        var host = Substitute.For<DurableTaskClient>("refusing");
        host.RaiseEventAsync(default!, default!).ThrowsAsyncForAnyArgs(refusal);
        host.TerminateInstanceAsync(default!, default(TerminateInstanceOptions)).ThrowsAsyncForAnyArgs(refusal);
        var client = new DurableTaskOrchestrationClient();
        client.Use(host);
        return client;
    }

    private Task<DurableTaskEngine> StartAsync() => DurableTaskEngine.StartAsync(
        new DurableRegistry().AddOrchestrator<UntilToldOtherwise, string>(Subject).AddActivity<RecordActivity, string, int>(Record),
        services => services.AddSingleton(journal).AddScoped<RecordActivity>());

    private sealed class RecordActivity(Journal journal) : IActivity<string, int>
    {
        public Task<int> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(journal.Add(input));
    }

    private sealed class UntilToldOtherwise : IOrchestrator<string>
    {
        public async Task RunAsync(IOrchestrationContext context, string input)
        {
            await context.CallActivityAsync(Record, $"began {input}");
            if (await context.WaitForEventAsync<string>("end", CancellationToken.None) == "throw")
                throw new InvalidOperationException("told to throw");
        }
    }
}
