using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClinicalEngagement.Durable.Tests.Contract;

/// <summary>The embedded engine, stepped in virtual time.</summary>
internal sealed class EmbeddedContractHost : IContractHost
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("durable-contract-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SemaphoreSlim stepping = new(1);
    private EmbeddedEngine? engine;

    private EmbeddedContractHost() => Journal = new ContractJournal(folder.FullName);

    public ContractJournal Journal { get; }

    public IOrchestrationClient Client => engine!.Client;

    public static async Task<IContractHost> OpenAsync(int liveExecutions)
    {
        var host = new EmbeddedContractHost();
        host.engine = await EmbeddedEngine.OpenAsync(
            new EmbeddedEngineOptions
            {
                DatabaseFile = Path.Combine(host.folder.FullName, "engine.db"),
                Synchronous = Synchronous.Off,
                LiveExecutions = liveExecutions,
            },
            new DurableRegistry().AddContract(), new Services(host.Journal), host.clock, NullLoggerFactory.Instance);
        return host;
    }

    public async Task SettleAsync(string instanceId)
    {
        await stepping.WaitAsync();
        try
        {
            await engine!.RunUntilIdleAsync();
        }
        finally
        {
            stepping.Release();
        }
    }

    public async Task EndAsync(string instanceId)
    {
        await SettleAsync(instanceId);
        while ((await Client.FindAsync(instanceId, CancellationToken.None))!.State < OrchestrationState.Completed)
        {
            clock.SetUtcNow((await engine!.NextDueAsync()).ShouldNotBeNull());
            await SettleAsync(instanceId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await engine!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class Services(ContractJournal journal) : IServiceProvider, IServiceScopeFactory, IServiceScope
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) =>
            serviceType == typeof(IServiceScopeFactory) ? this
            : serviceType == typeof(ContractActivities.SquareActivity) ? new ContractActivities.SquareActivity()
            : Activator.CreateInstance(serviceType, journal);

        public IServiceScope CreateScope() => this;

        public void Dispose()
        {
        }
    }
}
