using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.Portal.Simulation;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>What the engine of a running host says of itself.</summary>
public sealed class WorkflowApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_OfARunningEngagement_TellsStatesHistoryAndWaits()
    {
        using var folder = new TemporaryFolder();
        await using var host = await EngagementHost.StartAsync(
            new HostSettings
            {
                DataFolder = folder.Path,
                Port = 0,
                SimulatorPort = 0,
                Seed = 7,
                Speed = SimulationSpeed.Paused,
                Start = Instant.FromUtc(2027, 1, 11, 9, 0),
            },
            Token);
        using var client = new HttpClient { BaseAddress = host.Address };
        using var sample = new StringContent(
            await File.ReadAllTextAsync(Samples.Frailty.FullName, Token), System.Text.Encoding.UTF8, "application/json");
        using (var accepted = await client.PostAsync("/api/engagements", sample, Token))
            accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var listing = await UntilAsync(client, "/api/workflow/instances?state=running&limit=5", l => l.GetProperty("instances").GetArrayLength() == 5);
        listing.GetProperty("counts").GetProperty("Running").GetInt64().ShouldBePositive();
        var id = listing.GetProperty("instances")[0].GetProperty("instanceId").GetString()!;
        var one = await UntilAsync(client, $"/api/workflow/instances/{id}", o => o.GetProperty("waitsFor").GetProperty("events").GetArrayLength() == 1);
        one.GetProperty("status").GetProperty("state").GetString().ShouldBe("Running");
        one.GetProperty("waitsFor").GetProperty("events")[0].GetString().ShouldBe("nudge");
        one.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("kind").GetString()).ShouldContain("ActivityCompleted");

        (await client.GetFromJsonAsync<JsonElement>("/api/workflow/dead-letters", Token)).GetArrayLength().ShouldBe(0);
        using var unknown = await client.GetAsync("/api/workflow/instances/nobody", Token);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        unknown.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var wrong = await client.GetAsync("/api/workflow/instances?state=asleep", Token);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(Token)).ShouldContain("Pending, Running, Completed, Failed, Terminated");
    }

    private static async Task<JsonElement> UntilAsync(HttpClient client, string path, Func<JsonElement, bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await client.GetFromJsonAsync<JsonElement>(path, Token);
            if (condition(answer))
                return answer;
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60), $"{path}: {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }
}
