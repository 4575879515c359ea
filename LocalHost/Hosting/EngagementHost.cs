using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Mail;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Simulation;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Portal;
using ClinicalEngagement.Portal.Simulation;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>The whole product on one machine: portal, workflow, store and, unless it works with a real tenant, the simulated Microsoft 365.</summary>
internal sealed class EngagementHost : IAsyncDisposable
{
    private readonly DataFolder data;
    private readonly GraphSimulatorServer? simulator;
    private readonly WebApplication app;

    private EngagementHost(DataFolder data, WebApplication app, GraphSimulatorServer? simulator, Uri address)
    {
        this.data = data;
        this.app = app;
        this.simulator = simulator;
        Address = address;
    }

    /// <summary>Where the portal is.</summary>
    public Uri Address { get; }

    /// <summary>Where the simulated Microsoft 365 is, or null.</summary>
    public Uri? SimulatorAddress => simulator?.Address;

    /// <summary>The services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts everything; the portal answers when this returns. A rehearsal is stepped by its caller, else the host runs by itself.</summary>
    /// <exception cref="DataFolderInUseException">Another process works in the data folder.</exception>
    public static async Task<EngagementHost> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var data = DataFolder.Take(settings.DataFolder);
        var port = settings.Port == 0 ? FreePort() : settings.Port;
        var address = new Uri($"http://localhost:{port}");
        var clock = new VirtualClock(settings.Start, settings.Rehearsal ? null : InData(settings, "clock"));
        var simulator = settings.RealTenant ? null : await GraphSimulatorServer.StartAsync(
            new GraphSimulatorOptions
            {
                DataFile = InData(settings, "simulator.db"),
                Port = settings.SimulatorPort,
                Seed = settings.Seed,
                Time = clock,
                Durable = !settings.Rehearsal,
                AutoRun = false,
                People = settings.SimulatedPeople,
                Observe = settings.Observe,
            },
            cancellationToken);
        try
        {
            var app = Build(settings, address, clock, simulator);
            await app.Services.GetRequiredService<EngagementDatabase>().MigrateAsync(cancellationToken);
            app.Services.GetRequiredService<EngineHolder>().Engine = await EmbeddedEngine.OpenAsync(
                new EmbeddedEngineOptions
                {
                    DatabaseFile = InData(settings, "workflow.db"),
                    Synchronous = settings.Rehearsal ? Synchronous.Off : Synchronous.Full,
                },
                EngagementOrchestrations.Registry,
                app.Services,
                app.Services.GetRequiredService<TimeProvider>(),
                app.Services.GetRequiredService<ILoggerFactory>());
            await app.StartAsync(cancellationToken);
            return new EngagementHost(data, app, simulator, address);
        }
        catch
        {
            if (simulator is not null)
                await simulator.DisposeAsync();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Runs until the host is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.Services.GetRequiredService<EngineHolder>().Engine.DisposeAsync();
        await app.DisposeAsync();
        if (simulator is not null)
            await simulator.DisposeAsync();
        data.Dispose();
    }

    private static WebApplication Build(HostSettings settings, Uri address, VirtualClock clock, GraphSimulatorServer? simulator)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(settings.Quiet ? LogLevel.None : LogLevel.Warning)
            // The keys lie in the store beside everything else they protect.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // It warns that it keeps pages with forms out of caches, which is what they want.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.AddDoor(settings);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (settings.Listen is not { } listen)
                kestrel.ListenLocalhost(address.Port, Tls);
            else
                kestrel.Listen(listen, address.Port, Tls);
        });
        var services = builder.Services;
        if (simulator is not null)
        {
            var machine = new SimulatedMachine(clock) { Ahead = settings.ClockAhead };
            AddSteadyClock(services, machine);
            services
                .AddSingleton(clock)
                .AddSingleton(machine)
                .AddSingleton(machine.Store)
                .AddSingleton(settings)
                .AddSingleton(new SimulatorAddress(simulator.Address))
                .AddSingleton(new SimulatorControl(simulator.Address))
                .AddSingleton<SimulationStepper>();
            services.AddGraph(graph =>
            {
                graph.BaseAddress = simulator.GraphBaseAddress;
                graph.Credential = GraphCredential.FixedToken;
                graph.Token = "simulation";
                graph.NotificationAddress = new Uri(address, "/api/graph/notifications");
                graph.SharedMailbox = settings.SharedMailbox;
            });
            if (!settings.Rehearsal)
            {
                services.AddSingleton<ISimulationFaults, SimulatorFaults>();
                services.AddSingleton<SimulationRunner>();
                services.AddSingleton<ISimulationClock>(provider => provider.GetRequiredService<SimulationRunner>());
                services.AddHostedService(provider => provider.GetRequiredService<SimulationRunner>());
            }
        }
        else
        {
            services.AddConnection(builder.Configuration).AddHostedService<LiveRunner>();
            AddSteadyClock(services, TimeProvider.System);
        }

        services
            .AddSingleton(new EngagementOptions())
            .AddSingleton<EngineHolder>()
            .AddSingleton<IOrchestrationClient>(provider => provider.GetRequiredService<EngineHolder>().Engine.Client)
            .AddSingleton<ITraces, LocalTraces>()
            .AddSingleton<QueuePump>()
            .AddSingleton(settings.Rehearsal ? SeededIds(settings) : Guid.NewGuid)
            .AddEngagementStorage(new EngagementStorageOptions
            {
                ConnectionString = $"Data Source={InData(settings, "engagement.db")}",
                SurvivesPowerLoss = !settings.Rehearsal,
            })
            // A rehearsal is its own world: the same seed gives the same bytes whatever is set.
            .AddEngagementQueues(new EngagementQueueOptions { ConnectionString = settings.Rehearsal ? null : builder.Configuration["Queues:ConnectionString"] })
            .AddEngagementOrchestrations()
            .AddMessageRenderer()
            .AddSignedLinks()
            .Configure<Infrastructure.Links.LinkOptions>(links =>
            {
                links.PublicAddress ??= settings.PublicAddress ?? address;
                if (links.Keys.Count == 0)
                    links.Keys.Add(new LinkKey { Id = 1, Secret = LinkSecret(settings) });
            })
            .AddPortal(portal => (portal.SamplesFolder, portal.BehindTls) = (Samples(), Door.BehindTls(builder.Configuration)));
        if (!settings.Rehearsal)
            services.AddSingleton<EndedWorkflows>().AddHostedService(provider => provider.GetRequiredService<EndedWorkflows>());
        services.AddEngineTelemetry(builder.Configuration);
        if (settings.Rehearsal)
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
        else
            services.AddKeysInStore();

        var app = builder.Build();
        app.UseDoor();
        app.UsePortal();
        app.MapWorkflowApi();
        return app;

        void Tls(ListenOptions listen)
        {
            if (builder.Configuration.GetSection("Kestrel:Certificates:Default").Exists())
                listen.UseHttps();
        }
    }

    private static string InData(HostSettings settings, string name) => Path.Combine(settings.DataFolder, name);

    private static string Samples() => Path.Combine(AppContext.BaseDirectory, "samples");

    // By mail alone there is nobody to compare with, and a leap is a machine that slept more often than a clock set wrong: it is followed.
    private static void AddSteadyClock(IServiceCollection services, TimeProvider machine) => services
        .AddSingleton(provider => new SteadyClock(machine, provider.GetService<ILogger<SteadyClock>>()))
        .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<Connection>().ReadsCalendars ? provider.GetRequiredService<SteadyClock>() : machine)
        .AddSingleton<IClock>(provider => provider.GetRequiredService<Connection>().ReadsCalendars ? provider.GetRequiredService<SteadyClock>() : SystemClock.Instance)
        .AddSingleton<MicrosoftTime>();

    private static Func<Guid> SeededIds(HostSettings settings)
    {
        var count = settings.StartsBefore * 1_000_000;
        return () => StableId.From("seeded", settings.Seed, Interlocked.Increment(ref count));
    }

    private static string LinkSecret(HostSettings settings)
    {
        if (settings.Rehearsal)
            return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"links/{settings.Seed}")));
        var file = InData(settings, "links.key");
        if (!File.Exists(file))
        {
            var onlyUs = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                onlyUs.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var created = new FileStream(file, onlyUs);
            created.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        }

        return File.ReadAllText(file).Trim();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
