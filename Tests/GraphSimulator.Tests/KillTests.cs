using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Tests;

public sealed class KillTests
{
    [Fact]
    public async Task Kill_BetweenRequests_KeepsWhatWasAnsweredAndDoublesNothing()
    {
        var file = Path.Combine(Path.GetTempPath(), $"graph-simulator-{Environment.ProcessId}-kill.db");
        File.Delete(file);
        var answered = new List<string>();
        var asked = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var (process, address) = await StartAsync(file);
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
            // Several at once to different mailboxes, so that the kill finds requests on their way.
            var writing = Enumerable.Range(0, 3).Select(lane => WriteAsync(client, $"round-{round}-lane-{lane}", lane, asked, answered)).ToArray();
            var enough = 12 * (round + 1);
            while (true)
            {
                lock (answered)
                {
                    if (answered.Count >= enough)
                        break;
                }

                await Task.Yield();
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.WhenAll(writing);
            process.Dispose();
        }

        var (last, lastAddress) = await StartAsync(file);
        using var reader = new HttpClient { BaseAddress = lastAddress };
        var journal = await reader.GetFromJsonAsync<JsonObject>("control/journal", TestContext.Current.CancellationToken);
        last.Kill();
        await last.WaitForExitAsync(TestContext.Current.CancellationToken);
        last.Dispose();
        File.Delete(file);
        var kept = journal!["entries"]!.AsArray().Where(e => e!["kind"]!.GetValue<string>() == "eventCreated").Select(e => e!["transactionId"]!.GetValue<string>()).ToArray();

        kept.ShouldBeUnique();
        answered.Count.ShouldBeGreaterThanOrEqualTo(36);
        answered.Except(kept).ShouldBeEmpty("an answered request was lost");
        kept.Except(asked).ShouldBeEmpty();
    }

    private static async Task WriteAsync(HttpClient client, string name, int lane, List<string> asked, List<string> answered)
    {
        string[] leads = [Trial.Lead, "idris.fennimore@arlenmere.example", "priyanka.dunthorne@arlenmere.example"];
        for (var n = 0; ; n++)
        {
            var key = $"{name}-{n}";
            lock (answered)
                asked.Add(key);
            try
            {
                using var response = await client.PostAsJsonAsync($"v1.0/users/{leads[lane]}/events", new
                {
                    subject = key,
                    transactionId = key,
                    start = new { dateTime = "2030-01-07T09:00:00", timeZone = "UTC" },
                    end = new { dateTime = "2030-01-07T09:30:00", timeZone = "UTC" },
                    attendees = new[] { new { emailAddress = new { address = Trial.Prompt }, type = "required" } },
                });
                if ((int)response.StatusCode != 201)
                    return;
                lock (answered)
                    answered.Add(key);
            }
            catch (HttpRequestException)
            {
                // The kill: whether this one was kept is open, and either is right.
                return;
            }
        }
    }

    private static async Task<(Process Process, Uri Address)> StartAsync(string file)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        var folder = AppContext.BaseDirectory;
        foreach (var argument in new[] { "exec", "--runtimeconfig", Path.Combine(folder, typeof(KillTests).Assembly.GetName().Name + ".runtimeconfig.json"), Path.Combine(folder, "ClinicalEngagement.GraphSimulator.dll"), "--port", "0", "--data", file })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("Graph simulator: ", StringComparison.Ordinal))
                return (process, new Uri(line["Graph simulator: ".Length..]));
        }

        throw new InvalidOperationException("The simulator did not start.");
    }
}
