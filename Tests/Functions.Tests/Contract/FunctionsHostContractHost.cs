using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Contract;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>A Functions host as the contract sees it, in real time. Its instances have names of their own in each test, so one host serves all.</summary>
internal sealed class FunctionsHostContractHost(FunctionsHost host) : IContractHost
{
    // A killed or busy host's work is taken up after two minutes by host.json; nothing here is killed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);
    private readonly FunctionsHostClient client = new(host.Http);

    public IOrchestrationClient Client => client;

    public ContractJournal Journal => host.Journal;

    public Task SettleAsync(string instanceId) => client.SettleAsync(instanceId, TestContext.Current.CancellationToken);

    public async Task EndAsync(string instanceId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while ((await client.FindAsync(instanceId, patience.Token))?.State is null or OrchestrationState.Pending or OrchestrationState.Running)
            await Task.Delay(AskAgain, TimeProvider.System, patience.Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
