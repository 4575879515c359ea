using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Crash;

public sealed class FullDiskTests
{
    [Fact]
    public async Task Disk_FullAtEveryLength_CorruptsNothingAndWorkResumes()
    {
        string expected;
        long pages;
        await using (var calm = new CrashScript(new string('x', 400)))
        {
            await calm.RunAsync();
            expected = await calm.OutcomeAsync();
            await calm.Harness.Engine.DisposeAsync();
            pages = new FileInfo(calm.Harness.Options.DatabaseFile).Length / 4096;
        }

        var failures = 0;
        for (var limit = 1L; limit <= pages; limit++)
        {
            await using var script = new CrashScript(new string('x', 400));
            using var logs = new CollectedLogs();
            script.Harness.Logs = logs;
            var failed = 0;
            script.Harness.Options = script.Harness.Options with
            {
                // Somebody frees space after the second refusal.
                PageLimit = () => logs.Lines.Any(l => l.Contains("can't write its file")) && ++failed > 2 ? 100_000 : limit,
            };
            await script.RunAsync();
            failures += Math.Min(failed, 1);
            (await script.OutcomeAsync()).ShouldBe(expected, $"with room for {limit} pages");
        }
        failures.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Disk_FullAtEveryThirdCommit_WorkResumes()
    {
        await using var calm = new CrashScript();
        await calm.RunAsync();
        await using var script = new CrashScript();
        var seen = 0;
        script.Harness.Options = script.Harness.Options with
        {
            CommitProbe = point =>
            {
                if (point == CommitPoint.Before && ++seen % 3 == 0)
                    throw new EngineStorageException("full", 13);
            },
        };
        await script.RunAsync();

        seen.ShouldBeGreaterThan(90);
        (await script.OutcomeAsync()).ShouldBe(await calm.OutcomeAsync());
    }
}
