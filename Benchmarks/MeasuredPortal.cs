using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using SystemClock = NodaTime.SystemClock;

namespace ClinicalEngagement.Benchmarks;

/// <summary>The whole pipeline of the portal on Kestrel over a store on disk, and what is put on it at a steady rate.</summary>
internal static class MeasuredPortal
{
    /// <summary>Starts it on a loopback port.</summary>
    /// <param name="folder">Where its store is.</param>
    /// <param name="also">Adds what a measurement needs besides.</param>
    /// <param name="around">Is put around the pipeline, or null.</param>
    public static async Task<WebApplication> StartAsync(string folder, Action<IServiceCollection> also, Action<WebApplication>? around = null)
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
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        also(builder.Services);
        var app = builder.Build();
        around?.Invoke(app);
        app.UsePortal();
        await app.Services.GetRequiredService<EngagementDatabase>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    /// <summary>Where it answers.</summary>
    public static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Has so many organisers' mailboxes watched, whose notifications <see cref="NotificationOf"/> makes.</summary>
    public static Task WatchAsync(WebApplication app, int organisers) => app.Services.GetRequiredService<IEngagementStore>().WriteAsync(
        (writer, _) =>
        {
            for (var i = 0; i < organisers; i++)
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

    /// <summary>The i-th notification, of one of the organisers in turn.</summary>
    public static StringContent NotificationOf(int i, int organisers) => new(
        $$"""
        {"value":[{"subscriptionId":"events-{{i % organisers}}","subscriptionExpirationDateTime":"2026-12-01T18:23:45.9356913Z","changeType":"updated",
        "resource":"users/6f3b2f3c/events/AAMkAG{{i}}","resourceData":{"@odata.type":"#microsoft.graph.event","@odata.id":"users/6f3b2f3c/events/AAMkAG{{i}}","id":"AAMkAG{{i}}"},
        "clientState":"secret-{{i % organisers}}","tenantId":"84bd8158-6d4d-4958-8b9f-9d6445542f95"}]}
        """,
        Encoding.UTF8,
        new MediaTypeHeaderValue("application/json"));

    /// <summary>An open loop: one every so often, whether or not the ones before are answered, timed from when each was due.</summary>
    /// <returns>Their milliseconds, the least first.</returns>
    public static async Task<double[]> AtRateAsync(int count, double perSecond, Func<int, Task> one)
    {
        var times = new double[count];
        var all = new Task[count];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = start + (long)(i * Stopwatch.Frequency / perSecond);
            while (Stopwatch.GetTimestamp() < due)
                await Task.Delay(1);
            all[i] = TimedAsync(i, due);
        }

        await Task.WhenAll(all);
        Array.Sort(times);
        return times;

        async Task TimedAsync(int i, long due)
        {
            await one(i);
            times[i] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }

    /// <summary>Opens a page to its end.</summary>
    public static async Task OpenAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The value below which that share of them lies.</summary>
    public static double Quantile(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
