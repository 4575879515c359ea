using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Tests.Contract;

/// <summary>Durable Task's in-process host, in real time.</summary>
internal sealed class DurableTaskContractHost : IContractHost
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("durable-contract-");
    private readonly SettleProbe probe = new(TimeSpan.FromMilliseconds(20));
    private DurableTaskEngine? engine;

    private DurableTaskContractHost() => Journal = new ContractJournal(folder.FullName);

    public ContractJournal Journal { get; }

    public IOrchestrationClient Client => engine!.Client;

    public static async Task<IContractHost> OpenAsync()
    {
        var host = new DurableTaskContractHost();
        host.engine = await DurableTaskEngine.StartAsync(
            new DurableRegistry().AddContract(),
            services => services
                .AddSingleton(host.Journal)
                .AddScoped<ContractActivities.WriteActivity>()
                .AddScoped<ContractActivities.SquareActivity>()
                .AddScoped<ContractActivities.FailActivity>()
                .AddScoped<ContractActivities.DecideActivity>(),
            host.probe.Watch);
        return host;
    }

    public Task SettleAsync(string instanceId) => probe.SettleAsync(Client, instanceId);

    public Task EndAsync(string instanceId) => engine!.EndOfAsync(instanceId);

    public async ValueTask DisposeAsync()
    {
        await engine!.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
