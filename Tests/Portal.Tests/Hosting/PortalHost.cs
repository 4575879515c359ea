using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>The portal on a loopback port of its own, over a store of its own.</summary>
internal sealed class PortalHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private PortalHost(WebApplication app, DirectoryInfo folder, FakeClock clock, TestClock simulation, PortalCalendar calendar)
    {
        Calendar = calendar;
        this.app = app;
        this.folder = folder;
        Clock = clock;
        Simulation = simulation;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public FakeClock Clock { get; }

    public PortalCalendar Calendar { get; }

    public TestClock Simulation { get; }

    public IServiceProvider Services => app.Services;

    public IEngagementStore Store => app.Services.GetRequiredService<IEngagementStore>();

    public ILinks Links => app.Services.GetRequiredService<ILinks>();

    public IMessageQueue Queue(string name) => app.Services.GetRequiredKeyedService<IMessageQueue>(name);

    /// <summary>A Monday morning in term time; every test begins at the same moment.</summary>
    public static Instant Begin { get; } = Instant.FromUtc(2027, 1, 11, 9, 0);

    public static async Task<PortalHost> StartAsync(
        bool simulating = false, string? samples = null, Action<IServiceCollection>? door = null, IReadOnlyDictionary<string, string?>? settings = null, Connection? connection = null)
    {
        var folder = Directory.CreateTempSubdirectory("portal-tests-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Links:PublicAddress"] = "http://127.0.0.1",
            ["Links:Keys:0:Id"] = "1",
            ["Links:Keys:0:Secret"] = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray()),
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        var clock = new FakeClock(Begin);
        var simulation = new TestClock(clock);
        var calendar = new PortalCalendar();
        var nextId = 0;
        builder.Services
            .AddSingleton(connection ?? Connection.Microsoft365)
            .AddSingleton<IClock>(clock)
            .AddSingleton<Func<Guid>>(() => StableId.From("test", Interlocked.Increment(ref nextId)))
            .AddEngagementStorage(new EngagementStorageOptions { ConnectionString = $"Data Source={Path.Combine(folder.FullName, "engagement.db")}", SurvivesPowerLoss = false })
            .AddEngagementQueues(new EngagementQueueOptions())
            .AddEngagementOrchestrations()
            .AddSignedLinks()
            .AddSingleton<ICalendar>(calendar)
            .AddSingleton<PortalDirectory>()
            .AddSingleton<IDirectory>(provider => provider.GetRequiredService<PortalDirectory>())
            .AddPortal(o => (o.SamplesFolder, o.LiveInterval, o.LinkRequestsPerMinute, o.ApiRequestsPerMinute) = (samples, TimeSpan.FromMilliseconds(100), 100_000, 100_000));
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        (door ?? (services => services.AddOnlyPersonOnLoopback()))(builder.Services);
        if (simulating)
            builder.Services.AddSingleton<ISimulationClock>(simulation).AddSingleton<ISimulationFaults, TestFaults>();
        var app = builder.Build();
        app.UsePortal();
        await TemporaryEngagementStore.WriteEmptyAsync(Path.Combine(folder.FullName, "engagement.db"));
        await app.StartAsync();
        return new PortalHost(app, folder, clock, simulation, calendar);
    }

    public PortalBrowser Browse() => new(Address);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

/// <summary>A simulation clock that remembers what was asked of it.</summary>
internal sealed class TestClock(FakeClock clock) : ISimulationClock
{
    public Instant Now => clock.GetCurrentInstant();

    public SimulationSpeed Speed { get; private set; } = SimulationSpeed.RealTime;

    public int Jumps { get; private set; }

    public Uri? Simulator => new("http://127.0.0.1:5081/");

    public Task SetSpeedAsync(SimulationSpeed speed, CancellationToken cancellationToken)
    {
        Speed = speed;
        return Task.CompletedTask;
    }

    public Task JumpToNextAsync(CancellationToken cancellationToken)
    {
        Jumps++;
        return Task.CompletedTask;
    }
}
