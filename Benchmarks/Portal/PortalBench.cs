using System.Collections.Concurrent;
using System.Diagnostics;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal;
using ClinicalEngagement.Portal.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ClinicalEngagement.Benchmarks.Portal;

/// <summary>The portal's pages over HTTP: how much the first load carries, and how long a large project's page takes the server at a steady rate.</summary>
internal static class PortalBench
{
    private const int Clinicians = 200;
    private const int Entries = 10_000;
    private const int PerSecond = 50;

    // The seconds before are the runtime's own warming up.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchReport report)
    {
        var folder = Directory.CreateTempSubdirectory("bench-portal-");
        var served = new ConcurrentQueue<TimeSpan>();
        await using var app = await StartAsync(folder.FullName, served);
        try
        {
            var project = await LargeProject.AddAsync(app.Services.GetRequiredService<IEngagementStore>(), Clinicians, Entries);
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address };
            report.AtMost("first load of the home page, styles and scripts included, over the wire", await FirstLoad.KilobytesAsync(http, "/"), "kB", 150);
            report.AtMost("first load of the project's page, likewise", await FirstLoad.KilobytesAsync(http, $"/projects/{project}"), "kB", 150);
            await AskAsync(http, $"/projects/{project}", WarmUp);
            served.Clear();
            await AskAsync(http, $"/projects/{project}", Measured);
            var times = served.Order().ToArray();
            report.Note($"project's page, {Clinicians} clinicians, {Entries} entries, {PerSecond} a second: median of server time", times[times.Length / 2].TotalMilliseconds, "ms");
            report.AtMost($"project's page, {Clinicians} clinicians, {Entries} entries, {PerSecond} a second: p99 of server time", times[(int)(times.Length * 0.99)].TotalMilliseconds, "ms", 50);
            report.AtLeast("requests answered while measured", times.Length, "", PerSecond * Measured.TotalSeconds);
        }
        finally
        {
            await app.StopAsync();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>An open loop: a request every so often, whether the ones before were answered or not.</summary>
    private static async Task AskAsync(HttpClient http, string path, TimeSpan how)
    {
        var asked = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var i = 0; i < how.TotalSeconds * PerSecond; i++)
        {
            await timer.WaitForNextTickAsync();
            asked.Add(OneAsync());
        }

        await Task.WhenAll(asked);

        async Task OneAsync()
        {
            using var answer = await http.GetAsync(path);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }
    }

    private static async Task<WebApplication> StartAsync(string folder, ConcurrentQueue<TimeSpan> served)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddSingleton<Func<Guid>>(Guid.NewGuid)
            .AddEngagementStorage(new EngagementStorageOptions { ConnectionString = $"Data Source={Path.Combine(folder, "engagement.db")}" })
            .AddEngagementQueues(new EngagementQueueOptions())
            .AddEngagementOrchestrations()
            .AddSignedLinks()
            .Configure<LinkOptions>(links =>
            {
                links.PublicAddress = new Uri("http://127.0.0.1");
                links.Keys.Add(new LinkKey { Id = 1, Secret = Convert.ToBase64String(new byte[32]) });
            })
            .AddPortal()
            .AddOnlyPersonOnLoopback();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            var from = Stopwatch.GetTimestamp();
            await next(context);
            served.Enqueue(Stopwatch.GetElapsedTime(from));
        });
        app.UsePortal();
        await app.Services.GetRequiredService<EngagementDatabase>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }
}
