using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.LocalHost.Rehearsal;

namespace ClinicalEngagement.Benchmarks.Graph;

/// <summary>Microsoft Graph: the webhook under load, the simulator's size, and how many requests a booked meeting costs.</summary>
internal static class GraphBench
{
    private const int People = 2_000;
    private const int Weeks = 8;

    public static async Task RunAsync(BenchReport report)
    {
        await WebhookBench.RunAsync(report);
        await SimulatorAsync(report);
        await RequestsAsync(report);
    }

    private static async Task SimulatorAsync(BenchReport report)
    {
        // Once before, so that what is compiled on first use is not counted.
        await LoadAsync(200);
        var (seconds, entries) = await LoadAsync(People);
        report.AtMost($"simulator, {People:N0} people with {Weeks} weeks of calendars, started and asked for over HTTP", seconds, "s", 3);
        report.Note("simulator, entries in those calendars", entries, "entries");
    }

    private static async Task<(double Seconds, long Entries)> LoadAsync(int people)
    {
        var watch = Stopwatch.StartNew();
        await using var simulator = await GraphSimulatorServer.StartAsync(new GraphSimulatorOptions
        {
            DataFile = ":memory:",
            Seed = 7,
            People = people,
            AutoRun = false,
            Durable = false,
        });
        using var http = new HttpClient { BaseAddress = simulator.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "bench");
        using var all = JsonDocument.Parse(await http.GetStringAsync("control/people"));
        string[] addresses = [.. all.RootElement.EnumerateArray().Select(p => p.GetProperty("address").GetString()!)];
        var start = DateTime.UtcNow.Date;
        var entries = 0L;
        // Four at once, as many as the limit of a mailbox allows.
        await Parallel.ForEachAsync(addresses.Chunk(20), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (twenty, cancellationToken) =>
        {
            using var answer = await http.PostAsJsonAsync(
                $"v1.0/users/{addresses[0]}/calendar/getSchedule",
                new
                {
                    schedules = twenty,
                    startTime = At(start),
                    endTime = At(start.AddDays(7 * Weeks)),
                    availabilityViewInterval = 30,
                },
                cancellationToken);
            answer.EnsureSuccessStatusCode();
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            foreach (var schedule in body.RootElement.GetProperty("value").EnumerateArray())
                if (schedule.TryGetProperty("scheduleItems", out var items))
                    Interlocked.Add(ref entries, items.GetArrayLength());
        });
        return (watch.Elapsed.TotalSeconds, entries);
    }

    private static object At(DateTime time) => new { dateTime = time.ToString("s", CultureInfo.InvariantCulture), timeZone = "UTC" };

    private static async Task RequestsAsync(BenchReport report)
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "frailty-same-day.json");
        var request = JsonSerializer.Deserialize<Domain.Intake.EngagementRequest>(await File.ReadAllBytesAsync(sample), IntakeJson.Options)!;
        await using var rehearsal = await RehearsalRun.StartAsync(request, 7, observe: null, script: null, CancellationToken.None);
        await rehearsal.RunAsync(_ => { }, CancellationToken.None);
        var count = (await RehearsalReport.CollectAsync(rehearsal, CancellationToken.None)).Requests;
        report.Note("requests to Graph a booked meeting, over six months of the frailty sample", count.PerMeeting, "requests");
        report.Note("the least possible for what was done in them", count.PossiblePerMeeting, "requests");
    }
}
