using ClinicalEngagement.Durable.Sqlite;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>A crash before and after every commit of a workload that uses every feature comes to the same end as none.</summary>
public sealed class CommitFaultTests
{
    [Theory]
    [InlineData(100, 1)]
    [InlineData(0, 7)]
    public async Task Crash_AroundEveryCommit_SameOutcomeAsWithoutOne(int liveExecutions, int stride)
    {
        var commits = 0;
        string expected;
        await using (var calm = new CrashScript())
        {
            calm.Harness.Options = calm.Harness.Options with
            {
                LiveExecutions = liveExecutions,
                CommitProbe = point => commits += point == CommitPoint.After ? 1 : 0,
            };
            await calm.RunAsync();
            expected = await calm.OutcomeAsync();
        }
        commits.ShouldBeGreaterThan(80);
        expected.ShouldContain("m0 Completed");
        expected.ShouldContain("m1 Completed");
        expected.ShouldContain("doomed Terminated no more");
        expected.ShouldContain("broken Failed System.IO.InvalidDataException: broken");
        expected.ShouldContain("broken Poison 2");
        expected.ShouldContain("again Completed");
        expected.ShouldNotContain("careless Completed");
        foreach (var effect in new[] { "again/first", "again/second", "careless/unanswered", "doomed/began", "broken/mourned" })
            expected.Split('\n').ShouldContain(effect);
        expected.ShouldEndWith("PRAGMA integrity_check: ok\nSELECT count(*) FROM inbox: 0\nSELECT count(*) FROM timers: 0\nSELECT count(*) FROM activities: 0");
        foreach (var effect in CrashWorkload.EffectsOf("m0").Concat(CrashWorkload.EffectsOf("m1")))
            expected.Split('\n').Count(line => line.StartsWith(effect, StringComparison.Ordinal)).ShouldBe(1, effect);

        for (var k = 1; k <= commits; k += stride)
            foreach (var point in new[] { CommitPoint.Before, CommitPoint.After })
            {
                await using var script = new CrashScript();
                var seen = 0;
                script.Harness.Options = script.Harness.Options with
                {
                    LiveExecutions = liveExecutions,
                    CommitProbe = at =>
                    {
                        if (at == point && ++seen == k)
                            throw new SimulatedCrashException();
                    },
                };
                await script.RunAsync();
                script.Crashes.ShouldBe(1);
                (await script.OutcomeAsync()).ShouldBe(expected, $"after a crash {point} commit {k}");
            }
    }

    [Fact]
    public async Task Crash_AtEveryThirdCommitOrSo_SameOutcomeAsWithoutOne()
    {
        await using var calm = new CrashScript();
        await calm.RunAsync();
        await using var script = new CrashScript();
        // At random: at exactly every third, a recovery and a turn could take turns at being lost for ever.
        var random = new Random(11);
        script.Harness.Options = script.Harness.Options with
        {
            MaxRecoveries = 1_000,
            CommitProbe = _ =>
            {
                if (random.Next(6) == 0)
                    throw new SimulatedCrashException();
            },
        };
        await script.RunAsync();

        script.Crashes.ShouldBeGreaterThan(20);
        (await script.OutcomeAsync()).ShouldBe(await calm.OutcomeAsync());
    }

    private sealed class SimulatedCrashException : Exception;
}
