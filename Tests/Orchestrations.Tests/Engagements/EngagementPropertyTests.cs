using System.Collections.Concurrent;
using System.Globalization;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>Whole engagements with seeded people, delays and faults: what must never happen, never does.</summary>
public sealed class EngagementPropertyTests(ITestOutputHelper output)
{
    private const int FewSeeds = 40;

    /// <summary>How many; the long run sets 10000.</summary>
    private static int Seeds => Number("CLINICAL_ENGAGEMENT_ENGAGEMENTS") ?? FewSeeds;

    /// <summary>From which seed: a long run can go in parts, and one that broke a rule be looked at alone.</summary>
    private static int FirstSeed => Number("CLINICAL_ENGAGEMENT_FIRST_SEED") ?? 1;

    [Fact]
    public async Task Run_AnyEngagement_KeepsItsPromises()
    {
        var seen = new ConcurrentDictionary<string, int>();
        var broken = new ConcurrentDictionary<int, Exception>();
        var taken = new ConcurrentDictionary<(string Protocol, string Transition), int>();
        await Parallel.ForEachAsync(
            Enumerable.Range(FirstSeed, Seeds),
            new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (seed, _) =>
            {
                await using var engagement = new RandomEngagement(seed);
                try
                {
                    await engagement.RunAsync();
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // One that breaks a rule does not hide the others.
                    broken[seed] = e;
                }

                foreach (var step in engagement.Steps.Taken)
                    taken.AddOrUpdate(step, 1, (_, before) => before + 1);
                foreach (var (what, count) in engagement.Rules.Seen)
                    seen.AddOrUpdate(what, count, (_, before) => before + count);
            });

        foreach (var (seed, e) in broken.OrderBy(b => b.Key))
            output.WriteLine($"Seed {seed}: {e}");
        broken.ShouldBeEmpty($"{broken.Count} of {Seeds} engagements broke a rule: seeds {string.Join(", ", broken.Keys.Order().Take(20))}");
        output.WriteLine($"{Seeds} engagements: {string.Join(", ", seen.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Value} {s.Key}"))}");
        var missing = Protocols.All.Where(t => !taken.ContainsKey(t)).ToArray();
        output.WriteLine($"{Protocols.All.Count - missing.Length} of {Protocols.All.Count} steps of the protocols were taken ({(Protocols.All.Count - missing.Length) * 100.0 / Protocols.All.Count:0.0} %).");
        taken.Keys.Except(Protocols.All).ShouldBeEmpty("a step that is not listed");
        foreach (var (protocol, transition) in missing)
            output.WriteLine($"Not taken: {protocol}, {transition}.");
        // A few that are looked at alone need not show everything.
        if (Seeds < FewSeeds)
            return;
        (Protocols.All.Count - missing.Length).ShouldBeGreaterThan(Protocols.All.Count * 4 / 5, "the sweep would show too little");
        // A sweep in which nothing happens would show nothing.
        foreach (var what in new[] { "Invitation", "SendFirstMessage", "SendReminder", "SendOtherTimes", "SendBrief", "SendResponse", "SendUpdate" })
            seen.GetValueOrDefault(what).ShouldBeGreaterThan(0, $"no {what} at all");
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
