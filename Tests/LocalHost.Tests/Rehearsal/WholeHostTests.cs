using System.Globalization;
using System.Text.Json.Nodes;
using ClinicalEngagement.LocalHost.Rehearsal;
using ClinicalEngagement.LocalHost.Rehearsal.Scripts;
using ClinicalEngagement.LocalHost.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal;

/// <summary>
/// Whole engagements on the whole host: engine, store, portal's facts and the Graph SDK over HTTP against a simulated trust that misbehaves as
/// a seed has it. What must never happen is judged from the trust's own journal. CLINICAL_ENGAGEMENT_HOST_RUNS sets how many (the long run
/// has 200), CLINICAL_ENGAGEMENT_HOST_FIRST the first seed.
/// </summary>
public sealed class WholeHostTests(ITestOutputHelper output)
{
    private static readonly string[] Projects = ["frailty-same-day", "sepsis-news2", "follow-up-by-choice"];

    private static readonly int Runs = Number("CLINICAL_ENGAGEMENT_HOST_RUNS", 1);
    private static readonly int First = Number("CLINICAL_ENGAGEMENT_HOST_FIRST", 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AnyProjectInATrustThatMisbehaves_KeepsItsPromises()
    {
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = First; seed < First + Runs; seed++)
        {
            var script = ScriptOf(seed);
            var canary = new Canary();
            await using var run = await RehearsalRun.StartAsync(script.Requests.Changed, seed, canary.Look, script, Token);
            run.Errors.ShouldBeNull();
            var simulator = run.Services.GetRequiredService<SimulatorControl>();
            await canary.PutAsync(run, Token);
            await simulator.PlanFaultsAsync(new { plan = "storm", seed, minutes = 30, percent = 80 }, Token);
            await simulator.PlanFaultsAsync(new { plan = "badDay", seed, minutes = 4 * 24 * 60 }, Token);
            await simulator.PlanFaultsAsync(new { plan = "storm", seed, minutes = 120, percent = 80, from = "2027-01-25T09:30:00Z" }, Token);
            await simulator.PlanFaultsAsync(new { plan = "badDay", seed = seed + 1, minutes = 2 * 24 * 60, from = "2027-02-10T08:00:00Z" }, Token);

            await run.RunAsync(_ => { }, Token);

            try
            {
                run.IsClosed.ShouldBeTrue("an engagement that waits on nothing");
                foreach (var (what, count) in await JournalJudge.JudgeAsync(run, Token))
                    seen[what] = seen.GetValueOrDefault(what) + count;
                canary.ShouldBeNowhereIn(run);
            }
            catch (ShouldAssertException broken)
            {
                throw new ShouldAssertException($"Seed {seed}: {broken.Message}", broken);
            }
        }

        output.WriteLine($"{Runs} whole hosts from seed {First}: {string.Join(", ", seen.Select(s => $"{s.Value} {s.Key}"))}.");
        foreach (var what in new[] { "invitations", "SendFirstMessage", "SendBrief", "SendUpdate", "requests turned away or lost" })
            seen.GetValueOrDefault(what).ShouldBeGreaterThan(0, $"no {what} at all");
    }

    /// <summary>
    /// A sample, held for the lead's word or not, with or without facts, in a rhythm as the seed has it; one asks for no more, one replies in
    /// words, everybody else is as they are, and the lead closes it after one to four months.
    /// </summary>
    private static RehearsalScript ScriptOf(int seed)
    {
        var sample = Samples.Of(Projects[seed % Projects.Length]);
        var request = JsonNode.Parse(File.ReadAllBytes(sample.FullName))!;
        var with = new JsonObject
        {
            ["firstMessages"] = seed % 2 == 0 ? "hold" : "send",
            ["updateRhythm"] = new[] { "monthly", "fortnightly", "weekly" }[seed % 3],
        };
        if (seed % 5 == 0)
            with["facts"] = new JsonArray();
        var clinicians = request["clinicians"]!.AsArray();
        string Who(int n) => clinicians[(seed + n) % clinicians.Count]!["email"]!.GetValue<string>();
        return RehearsalScript.Read(
            new JsonObject
            {
                ["shows"] = "Anything.",
                ["project"] = sample.Name,
                ["with"] = with,
                ["deeds"] = new JsonArray(
                    new JsonObject { ["who"] = Who(0), ["meeting"] = seed % 2 == 0 ? "proposed" : "agreed", ["after"] = seed % 4, ["does"] = "wantsNoMore" },
                    new JsonObject { ["who"] = Who(3), ["meeting"] = "proposed", ["after"] = 2, ["does"] = "repliesInWords", ["what"] = "I would like to hear more first." },
                    new JsonObject { ["day"] = 30 + (seed * 7 % 90), ["does"] = "isClosed" }),
            },
            sample.Directory!);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
