using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>What the host does for the engine that is no part of an engagement: what ended long ago goes, what is measured is sent on.</summary>
public sealed class EngineUpkeepTests : IAsyncLifetime
{
    private static readonly OrchestratorName<string> Ends = new("Ends");

    private readonly TemporaryFolder folder = new();
    private readonly VirtualClock clock = new(Instant.FromUtc(2027, 1, 11, 9, 0));
    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private EmbeddedEngine engine = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => engine = await EmbeddedEngine.OpenAsync(
        new EmbeddedEngineOptions { DatabaseFile = Path.Combine(folder.Path, "workflow.db"), Synchronous = Synchronous.Off },
        new DurableRegistry().Add(new OrchestratorRegistration(Ends.Name, typeof(EngineUpkeepTests), typeof(string), (_, _) => Task.CompletedTask)),
        services, clock, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await services.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Purge_EndedWorkflows_GoOnceTheirTimeIsUp()
    {
        var upkeep = new EndedWorkflows(new EngineHolder { Engine = engine }, clock, NullLogger<EndedWorkflows>.Instance);
        await RunAsync("old");
        clock.MoveTo(clock.Now + Duration.FromDays(1));
        await RunAsync("newer");

        clock.MoveTo(clock.Now + Duration.FromTimeSpan(EndedWorkflows.KeptFor) - Duration.FromHours(1));
        (await upkeep.PurgeAsync(Token)).ShouldBe(1);

        (await engine.Reader.ListAsync(null, 10, 0, Token)).ShouldHaveSingleItem().InstanceId.ShouldBe("newer");
        (await upkeep.PurgeAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Export_WhereAnEndpointIsSet_SendsTracesMetricsAndNamelessWarningsThere()
    {
        var port = FreePort();
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        var received = new ConcurrentDictionary<string, string>();
        var listening = ReceiveAsync(collector, received);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        builder.Services.AddEngineTelemetry(builder.Configuration);
        using (var host = builder.Build())
        {
            await host.StartAsync(Token);
            await RunAsync("traced");
            host.Services.GetRequiredService<ILogger<EngineHolder>>().LogError(
                new IOException("550 <zebedee.quillfeather@harbour.example> unknown"), "Request {request} of {Who} could not be begun.", "0a1b", "Zebedee Quillfeather");
            // Stopping flushes what has not been sent yet.
            await host.StopAsync(Token);
        }
        collector.Stop();
        await listening;

        received["/v1/traces"].ShouldContain("turn Ends");
        received["/v1/metrics"].ShouldContain("durable.turns");
        received["/v1/logs"].ShouldSatisfyAllConditions(
            l => l.ShouldContain("Request {request} of {Who} could not be begun."), l => l.ShouldContain("0a1b"), l => l.ShouldContain("System.IO.IOException"));
        string.Concat(received.Values).ShouldSatisfyAllConditions(
            a => a.ShouldContain("clinical-engagement"), a => a.ShouldNotContain("quillfeather", Case.Insensitive));
    }

    [Fact]
    public void Export_WhereNoneIsSet_CollectsNothing()
    {
        var none = new ServiceCollection();
        none.AddEngineTelemetry(new ConfigurationBuilder().Build());
        none.ShouldBeEmpty();
    }

    private static async Task ReceiveAsync(HttpListener collector, ConcurrentDictionary<string, string> received)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                using var body = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                var text = await body.ReadToEndAsync(Token);
                received.AddOrUpdate(context.Request.Url!.AbsolutePath, text, (_, before) => before + text);
                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test has stopped the collector.
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(string id)
    {
        await engine.Client.StartAsync(Ends, id, "", Token);
        await engine.RunUntilIdleAsync(Token);
    }
}
