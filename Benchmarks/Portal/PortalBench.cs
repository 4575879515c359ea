using System.Collections.Concurrent;
using System.Diagnostics;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

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
            var address = MeasuredPortal.AddressOf(app);
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

    private static Task AskAsync(HttpClient http, string path, TimeSpan how) =>
        MeasuredPortal.AtRateAsync((int)(how.TotalSeconds * PerSecond), PerSecond, _ => MeasuredPortal.OpenAsync(http, path));

    private static Task<WebApplication> StartAsync(string folder, ConcurrentQueue<TimeSpan> served) => MeasuredPortal.StartAsync(
        folder, services => services.AddOnlyPersonOnLoopback(),
        app => app.Use(async (context, next) =>
        {
            var from = Stopwatch.GetTimestamp();
            await next(context);
            served.Enqueue(Stopwatch.GetElapsedTime(from));
        }));
}
