using System.Diagnostics;
using System.Net;
using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

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
            await using var app = await StartAsync(folder.FullName);
            var address = new Uri(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()), "/api/graph/notifications");
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, UseProxy = false });
            using var done = new CancellationTokenSource();
            var queue = app.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.GraphNotifications);
            var taken = DrainAsync(queue, done.Token);
            await PostAsync(http, address, WarmUp);
            var times = await PostAsync(http, address, Measured);
            await done.CancelAsync();

            Array.Sort(times);
            report.AtMost($"webhook, {PerSecond} notifications a second, p99 from when each was due", Quantile(times, 0.99), "ms", 100);
            report.Note("webhook, median", Quantile(times, 0.5), "ms");
            report.Note("webhook, slowest", times[^1], "ms");
            report.Note("webhook, taken off the queue meanwhile", await taken, "messages");
            await app.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<WebApplication> StartAsync(string folder)
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
            .AddPortal();
        var app = builder.Build();
        app.UsePortal();
        await app.Services.GetRequiredService<EngagementDatabase>().MigrateAsync(CancellationToken.None);
        await app.Services.GetRequiredService<IEngagementStore>().WriteAsync(
            (writer, _) =>
            {
                for (var i = 0; i < Organisers; i++)
                    writer.Add(new MailboxSync
                    {
                        Mailbox = new EmailAddress($"lead{i}@trust.example"),
                        SubscriptionId = $"events-{i} inbox-{i}",
                        ClientState = $"secret-{i}",
                        SubscriptionExpires = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(2),
                    });
                return Task.FromResult(true);
            },
            CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    private static async Task<double[]> PostAsync(HttpClient http, Uri address, TimeSpan length)
    {
        var times = new double[(int)(PerSecond * length.TotalSeconds)];
        var posts = new Task[times.Length];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times.Length; i++)
        {
            var due = start + (long)(i * (double)Stopwatch.Frequency / PerSecond);
            while (Stopwatch.GetTimestamp() < due)
                await Task.Delay(1);
            posts[i] = PostOneAsync(i, due);
        }

        await Task.WhenAll(posts);
        return times;

        async Task PostOneAsync(int i, long due)
        {
            var organiser = i % Organisers;
            using var content = new StringContent(
                $$"""
                {"value":[{"subscriptionId":"events-{{organiser}}","subscriptionExpirationDateTime":"2026-12-01T18:23:45.9356913Z","changeType":"updated",
                "resource":"users/6f3b2f3c/events/AAMkAG{{i}}","resourceData":{"@odata.type":"#microsoft.graph.event","@odata.id":"users/6f3b2f3c/events/AAMkAG{{i}}","id":"AAMkAG{{i}}"},
                "clientState":"secret-{{organiser}}","tenantId":"84bd8158-6d4d-4958-8b9f-9d6445542f95"}]}
                """,
                Encoding.UTF8,
                "application/json");
            using var answer = await http.PostAsync(address, content);
            if (answer.StatusCode != HttpStatusCode.Accepted)
                throw new InvalidOperationException($"A notification was answered with {(int)answer.StatusCode}.");
            times[i] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }

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

    private static double Quantile(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
