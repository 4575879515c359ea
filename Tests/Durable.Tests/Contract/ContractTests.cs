using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>What both engines promise to orchestrators. Derive from it to hold another engine to the same.</summary>
public abstract class ContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<IContractHost> OpenAsync();

    [Fact]
    public async Task Sequence_EachGetsTheResultBefore()
    {
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.Sequence, "sequence", "x", Token);
        await host.EndAsync("sequence");
        host.Journal.Lines("sequence").ShouldBe(["x1", "x12", "x123"]);
        (await StateAsync(host, "sequence")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task FanOut_AllResultsInTheOrderAskedFor()
    {
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.FanOut, "fan-out", 6, Token);
        await host.EndAsync("fan-out");
        host.Journal.Lines("fan-out").ShouldBe(["1 4 9 16 25 36"]);
    }

    [Theory]
    [InlineData(3, "succeeded at 3", 3)]
    [InlineData(9, "ContractFail failed", 3)]
    [InlineData(0, "ContractFail failed", 1)]
    public async Task Retry_AsOftenAsAllowed(int succeeds, string outcome, int tries)
    {
        await using var host = await OpenAsync();
        var id = $"retry-{succeeds}";
        await host.Client.StartAsync(ContractOrchestrators.Retry, id, succeeds, Token);
        await host.EndAsync(id);
        host.Journal.Lines(id).ShouldBe([.. Enumerable.Repeat("try", tries), outcome]);
    }

    [Fact]
    public async Task EarlyEvent_IsKeptForItsWaiter()
    {
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.EarlyEvent, "early", 2, Token);
        await host.Client.RaiseEventAsync("early", "eaRLy", "bird", Token);
        await host.EndAsync("early");
        host.Journal.Lines("early").ShouldBe(["bird"]);
    }

    [Fact]
    public async Task EventAgainstTimer_EventFirst_TimerIsCancelled()
    {
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.EventAgainstTimer, "event", 3_600, Token);
        await host.SettleAsync("event");
        await host.Client.RaiseEventAsync("event", "answer", "yes", Token);
        await host.SettleAsync("event");
        host.Journal.Lines("event").ShouldBe(["yes"]);
        (await StateAsync(host, "event")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task EventAgainstTimer_TimerFirst_LateEventChangesNothing()
    {
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.EventAgainstTimer, "timer", 2, Token);
        await host.EndAsync("timer");
        await host.Client.RaiseEventAsync("timer", "answer", "too late", Token);
        await host.SettleAsync("timer");
        host.Journal.Lines("timer").ShouldBe(["silence"]);
    }

    [Fact]
    public async Task DecideFirst_FactsRacedIntoIt_AllAreActedOnWithoutTheTimer()
    {
        const int Facts = 40;
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.DecideFirst, "decide", new(0, Facts, 0), Token);
        await Parallel.ForAsync(0, Facts, Token, async (fact, token) =>
        {
            host.Journal.Write(ContractActivities.FactsOf("decide"), $"{fact}");
            await host.Client.RaiseEventAsync<string?>("decide", "nudge", null, token);
            if (fact % 4 == 0)
                await host.SettleAsync("decide");
        });
        await host.SettleAsync("decide");
        host.Journal.Lines("decide").Distinct().Count().ShouldBe(Facts);
        (await StateAsync(host, "decide")).ShouldBe(OrchestrationState.Completed);
    }

    [Fact]
    public async Task Start_Twice_TheFirstStands()
    {
        await using var host = await OpenAsync();
        (await host.Client.StartAsync(ContractOrchestrators.Sequence, "twice", "a", Token)).ShouldBe(StartResult.Started);
        (await host.Client.StartAsync(ContractOrchestrators.Sequence, "twice", "b", Token)).ShouldBe(StartResult.AlreadyExists);
        await host.EndAsync("twice");
        (await host.Client.StartAsync(ContractOrchestrators.Sequence, "twice", "c", Token)).ShouldBe(StartResult.AlreadyExists);
        host.Journal.Lines("twice").ShouldBe(["a1", "a12", "a123"]);
    }

    [Fact]
    public async Task Terminate_Waiting_EndsAndHearsNoMore()
    {
        await using var host = await OpenAsync();
        await host.Client.StartAsync(ContractOrchestrators.EventAgainstTimer, "ended", 3_600, Token);
        await host.SettleAsync("ended");
        await host.Client.TerminateAsync("ended", "closed", Token);
        await host.EndAsync("ended");
        await host.Client.RaiseEventAsync("ended", "answer", "yes", Token);
        await host.SettleAsync("ended");
        host.Journal.Lines("ended").ShouldBeEmpty();
        (await StateAsync(host, "ended")).ShouldBe(OrchestrationState.Terminated);
    }

    [Fact]
    public async Task Find_Unknown_IsNull()
    {
        await using var host = await OpenAsync();
        (await host.Client.FindAsync("nobody", Token)).ShouldBeNull();
    }

    private static async Task<OrchestrationState> StateAsync(IContractHost host, string id) => (await host.Client.FindAsync(id, Token)).ShouldNotBeNull().State;
}
