using System.Diagnostics;
using System.Globalization;
using ClinicalEngagement.Benchmarks.Portal;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Benchmarks.Load;

/// <summary>
/// Fifty times the normal load on intake and webhook at once, from a process of its own, while a lead who is signed in opens the page of a
/// project. Normal is a trust of 200 projects on its worst morning, by docs/scale.md: all of them begun within some three minutes (1 a
/// second), and as many mailboxes watched, each with some 120 changes in a working day, the busiest minute at ten times the mean (10 a second).
/// Windows with and without the storm take turns, so that what else the machine does falls on both.
/// </summary>
internal static class LoadBench
{
    public const int Organisers = 200;

    private const int Times = 50;
    private const int NormalNotifications = 10;
    private const int NormalRequests = 1;
    private const int Pairs = 5;
    private const int WindowSeconds = 8;
    private const int PagesPerSecond = 25;
    private const int Burst = 5000;

    // An eighth and a quarter of the instance that deploy/ asks for.
    private const double MostGrowth = 256;
    private const double MostMemory = 512;

    // The calendars are read every 15 minutes where no notification arrives.
    private const double MostToEmpty = 60;

    // Under this a page is quick whatever it is twice of.
    private const double FloorMilliseconds = 25;

    public static async Task RunAsync(BenchReport report)
    {
        var folder = Directory.CreateTempSubdirectory("bench-load-");
        await using var app = await MeasuredPortal.StartAsync(
            folder.FullName,
            services => services.AddAuthentication(HeaderSignIn.Name).AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.Name, null));
        await MeasuredPortal.WatchAsync(app, Organisers);
        var address = MeasuredPortal.AddressOf(app);
        using var child = Child(address);
        using var done = new CancellationTokenSource();
        try
        {
            var project = await LargeProject.AddAsync(app.Services.GetRequiredService<IEngagementStore>(), clinicians: 20, entries: 500);
            using var lead = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
            HeaderSignIn.As(lead.DefaultRequestHeaders, "priya.nair", "Engagement.Lead");
            var path = $"/projects/{project}";
            await OpenAsync(lead, path, 2 * WindowSeconds);
            var taken = DrainAsync(app.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.GraphNotifications), done.Token);
            var (idle, busy) = (new List<double>(), new List<double>());
            var answers = new Dictionary<string, int>();
            var before = Memory();
            var (most, deepest) = (before, 0);
            var from = Stopwatch.GetTimestamp();
            for (var pair = 0; pair < Pairs; pair++)
            {
                idle.Add(MeasuredPortal.Quantile(await OpenAsync(lead, path, WindowSeconds), 0.99));
                var storm = StormAsync(child, WindowSeconds, Times * NormalNotifications, Times * NormalRequests, answers);
                busy.Add(MeasuredPortal.Quantile(await OpenAsync(lead, path, WindowSeconds), 0.99));
                await storm;
                (most, deepest) = (Math.Max(most, Memory()), Math.Max(deepest, answers.GetValueOrDefault("webhook-202") - taken.Count));
            }

            var minutes = Stopwatch.GetElapsedTime(from).TotalMinutes;
            var (begun, refused) = (answers.GetValueOrDefault("intake-202"), answers.GetValueOrDefault("intake-429"));
            report.Note($"normal load: notifications a second (put on: {Times} times as many)", NormalNotifications, "/s");
            report.Note($"normal load: requests to begin a second (put on: {Times} times as many)", NormalRequests, "/s");
            report.Note("notifications in the storms, taken in", answers.GetValueOrDefault("webhook-202"), "");
            report.Note("notifications in the storms, refused with 429", answers.GetValueOrDefault("webhook-429"), "");
            // A window of a minute may end within a storm and another begin in the same.
            report.AtMost("requests to begin taken in, by one caller's allowance of 300 a minute", begun, "", 300 * (Math.Floor(minutes) + 1));
            report.AtLeast("requests to begin refused with 429", refused, "", Pairs * WindowSeconds * Times * NormalRequests - (300 * (Math.Floor(minutes) + 1)));
            report.AtMost("answers that are neither taken in nor refused", answers.Where(a => !a.Key.EndsWith("-202", StringComparison.Ordinal) && !a.Key.EndsWith("-429", StringComparison.Ordinal)).Sum(a => a.Value), "", 0);
            report.Note($"lead's page without a storm, p99, median of {Pairs} windows", Median(idle), "ms");
            report.AtMost($"lead's page in a storm, p99, median of {Pairs} windows, against twice that without (or {FloorMilliseconds} ms)", Median(busy), "ms", Math.Max(2 * Median(idle), FloorMilliseconds));
            report.AtMost("notifications waiting at their most; no more than one storm put in", deepest, "messages", WindowSeconds * Times * NormalNotifications);
            from = Stopwatch.GetTimestamp();
            while (answers.GetValueOrDefault("webhook-202") > taken.Count && Stopwatch.GetElapsedTime(from).TotalSeconds < 2 * MostToEmpty)
                await Task.Delay(50);
            report.AtMost("from the last storm's end until none waits", Stopwatch.GetElapsedTime(from).TotalSeconds, "s", MostToEmpty);

            answers.Clear();
            from = Stopwatch.GetTimestamp();
            await StormAsync(child, 0, Burst, 0, answers);
            var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
            report.AtMost($"{Burst} notifications at once: taken in, by the allowance of 1,000 a second", answers.GetValueOrDefault("webhook-202"), "", 1000 * (1 + seconds));
            report.AtLeast($"{Burst} notifications at once: taken in or refused with 429", answers.GetValueOrDefault("webhook-202") + answers.GetValueOrDefault("webhook-429"), "", Burst);
            report.Note($"{Burst} notifications at once: refused with 429", answers.GetValueOrDefault("webhook-429"), "");
            most = Math.Max(most, Memory());
            report.AtMost("memory of the host at its most", most, "MB", MostMemory);
            report.AtMost("growth of it by the storms", most - before, "MB", MostGrowth);
        }
        finally
        {
            child.StandardInput.Close();
            await child.WaitForExitAsync();
            await done.CancelAsync();
            await app.StopAsync();
            folder.Delete(recursive: true);
        }
    }

    private static Process Child(Uri address) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        ArgumentList = { typeof(LoadBench).Assembly.Location, "load-child", address.ToString(), Path.Combine(AppContext.BaseDirectory, "samples", "frailty-same-day.json") },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task StormAsync(Process child, int seconds, int notifications, int requests, Dictionary<string, int> answers)
    {
        await child.StandardInput.WriteLineAsync($"{seconds} {notifications} {requests}");
        await child.StandardInput.FlushAsync();
        var line = await child.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process that sends has ended.");
        foreach (var part in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')))
            answers[part[0]] = answers.GetValueOrDefault(part[0]) + int.Parse(part[1], CultureInfo.InvariantCulture);
    }

    private static Task<double[]> OpenAsync(HttpClient lead, string path, int seconds) =>
        MeasuredPortal.AtRateAsync(seconds * PagesPerSecond, PagesPerSecond, _ => MeasuredPortal.OpenAsync(lead, path));

    private static Taken DrainAsync(IMessageQueue queue, CancellationToken done)
    {
        var taken = new Taken();
        _ = TakeAsync();
        return taken;

        async Task TakeAsync()
        {
            while (!done.IsCancellationRequested)
                if (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), CancellationToken.None) is { } delivery)
                {
                    await queue.CompleteAsync(delivery, CancellationToken.None);
                    taken.Count++;
                }
                else
                    await Task.Delay(10, CancellationToken.None);
        }
    }

    private static double Memory()
    {
        using var own = Process.GetCurrentProcess();
        return own.PeakWorkingSet64 / 1e6;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>How many were taken off the queue; one writes, others read.</summary>
    private sealed class Taken
    {
        private volatile int count;

        public int Count
        {
            get => count;
            set => count = value;
        }
    }
}
