using System.Net.Http.Headers;
using System.Net.Http.Json;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.LocalHost.Rehearsal;
using ClinicalEngagement.LocalHost.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>Marked words in the calendars of clinicians who share their details: the product is told them, keeps them nowhere and tells them nobody.</summary>
internal sealed class Canary
{
    private const string Words = "canary-2c9e disciplinary hearing";
    private int told;
    private int passedOn;

    /// <summary>Looks at what goes over the wire.</summary>
    public void Look(GraphExchange exchange)
    {
        if (exchange.Answered?.Contains(Words, StringComparison.Ordinal) is true)
            Interlocked.Increment(ref told);
        if (exchange.Sent?.Contains(Words, StringComparison.Ordinal) is true)
            Interlocked.Increment(ref passedOn);
    }

    /// <summary>Puts the words into the calendar of each clinician, on a day that times are looked for on.</summary>
    public async Task PutAsync(RehearsalRun run, CancellationToken cancellationToken)
    {
        var simulator = run.Services.GetRequiredService<SimulatorControl>();
        using var http = new HttpClient { BaseAddress = run.SimulatorAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "canary");
        foreach (var address in run.Request.Clinicians.Select(c => c.Email!))
        {
            await simulator.ChangePersonAsync(new { address, sharesDetails = true }, cancellationToken);
            using var answer = await http.PostAsJsonAsync(
                $"v1.0/users/{address}/events",
                new
                {
                    subject = Words,
                    location = new { displayName = Words },
                    start = new { dateTime = "2027-01-28T12:00:00", timeZone = "UTC" },
                    end = new { dateTime = "2027-01-28T12:15:00", timeZone = "UTC" },
                },
                cancellationToken);
            answer.EnsureSuccessStatusCode();
        }

        // What was put there by this is not what the product says.
        told = passedOn = 0;
    }

    /// <summary>Judges a run that is over.</summary>
    public void ShouldBeNowhereIn(RehearsalRun run)
    {
        told.ShouldBeGreaterThan(0, "else this could not fail");
        passedOn.ShouldBe(0, "what stands in a calendar was passed on");
        run.StoredBytes().ShouldNotContain(Words, Case.Sensitive, "what stands in a calendar was kept");
    }
}
