using System.Net;
using ClinicalEngagement.Infrastructure.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Benchmarks.Graph;

/// <summary>
/// The whole pipeline of the portal on Kestrel over the store on disk, with notifications coming at a fixed rate whether or not the ones
/// before are answered, and taken off the queue meanwhile. Graph gives an address 3 seconds; it turns to slow delivery where one in ten
/// answers is slower.
/// </summary>
internal static class WebhookBench
{
    private const int PerSecond = 500;
    private const int Organisers = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(BenchReport report)
    {
        var folder = Directory.CreateTempSubdirectory("bench-webhook-");
        try
        {
            await using var app = await MeasuredPortal.StartAsync(folder.FullName, _ => { });
            await MeasuredPortal.WatchAsync(app, Organisers);
            var address = new Uri(MeasuredPortal.AddressOf(app), "/api/graph/notifications");
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseProxy = false });
            using var done = new CancellationTokenSource();
            var queue = app.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.GraphNotifications);
            var taken = DrainAsync(queue, done.Token);
            await PostAsync(http, address, WarmUp);
            var times = await PostAsync(http, address, Measured);
            await done.CancelAsync();

            report.AtMost($"webhook, {PerSecond} notifications a second, p99 from when each was due", MeasuredPortal.Quantile(times, 0.99), "ms", 100);
            report.Note("webhook, median", MeasuredPortal.Quantile(times, 0.5), "ms");
            report.Note("webhook, slowest", times[^1], "ms");
            report.Note("webhook, taken off the queue meanwhile", await taken, "messages");
            await app.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<double[]> PostAsync(HttpClient http, Uri address, TimeSpan length) => MeasuredPortal.AtRateAsync(
        (int)(PerSecond * length.TotalSeconds), PerSecond,
        async i =>
        {
            using var content = MeasuredPortal.NotificationOf(i, Organisers);
            using var answer = await http.PostAsync(address, content);
            if (answer.StatusCode != HttpStatusCode.Accepted)
                throw new InvalidOperationException($"A notification was answered with {(int)answer.StatusCode}.");
        });

    private static async Task<int> DrainAsync(IMessageQueue queue, CancellationToken done)
    {
        var count = 0;
        while (!done.IsCancellationRequested)
            if (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), CancellationToken.None) is { } delivery)
            {
                await queue.CompleteAsync(delivery, CancellationToken.None);
                count++;
            }
            else
                await Task.Delay(10, CancellationToken.None);
        return count;
    }
}
