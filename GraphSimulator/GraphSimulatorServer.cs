using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ClinicalEngagement.GraphSimulator;

/// <summary>
/// Microsoft Graph v1.0, the subset in use, over HTTP on a loopback port, with a synthetic trust behind it. Graph answers
/// below /v1.0, the control endpoints below /control, and a plain view of people, calendars and mailboxes at /.
/// </summary>
public sealed class GraphSimulatorServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly Simulation simulation;
    private readonly AutoRun? autoRun;

    private GraphSimulatorServer(WebApplication application, Simulation simulation, AutoRun? autoRun)
    {
        this.application = application;
        this.simulation = simulation;
        this.autoRun = autoRun;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First() + "/");
    }

    /// <summary>Where it listens, such as http://127.0.0.1:5081/.</summary>
    public Uri Address { get; }

    /// <summary>Graph's version root, such as http://127.0.0.1:5081/v1.0: the base address for the SDK.</summary>
    public Uri GraphBaseAddress => new(Address, "v1.0");

    /// <summary>Starts it; on return it answers.</summary>
    /// <exception cref="InvalidOperationException">Another process owns the data file.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<GraphSimulatorServer> StartAsync(GraphSimulatorOptions options, CancellationToken cancellationToken = default)
    {
        var simulation = new Simulation(options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.Services.AddLogging();
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        var application = builder.Build();
        application.UseRouting();
        application.Map("/v1.0/{**rest}", simulation.Graph.HandleAsync);
        simulation.Control.Map(application);
        simulation.Pages.Map(application);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            await simulation.DisposeAsync();
            throw;
        }

        // Notifications that a stop or a crash left behind go first.
        simulation.Notifier.Kick();
        var autoRun = options.AutoRun ? new AutoRun(simulation, options.Time) : null;
        return new GraphSimulatorServer(application, simulation, autoRun);
    }

    /// <summary>Stops and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (autoRun is not null)
            await autoRun.DisposeAsync();
        await application.StopAsync();
        await application.DisposeAsync();
        await simulation.DisposeAsync();
    }
}
