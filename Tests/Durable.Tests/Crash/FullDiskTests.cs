using System.Globalization;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>
/// The disk refuses writes: full for a while, or broken until the engine is opened again. <c>CLINICAL_ENGAGEMENT_DISK_FAULTS</c> says
/// at how many writes of the workload it breaks, spread over all of them (30 unless set; a soak sets more than there are writes).
/// </summary>
public sealed class FullDiskTests
{
    // Small enough for the log to be carried over into the file many times in a short workload, which is written to then too.
    private const int CheckpointPages = 8;

    [Fact]
    public async Task Disk_FullAtEveryWriteOfEveryCommit_CorruptsNothingAndWorkResumes()
    {
        var expected = await CalmAsync();
        using var disk = new FaultyDisk();
        await using var script = new CrashScript();
        int room = 0, written = 0, refused = 0;
        // A commit has room for no write, then for one, for two, until all of its writes have met the full disk.
        disk.Judge = _ =>
        {
            if (written++ < room)
                return FaultyDisk.Ok;
            (written, room, refused) = (0, room + 1, refused + 1);
            return FaultyDisk.Full;
        };
        script.Harness.Options = On(disk, script.Harness.Options) with
        {
            CommitProbe = point =>
            {
                if (point == CommitPoint.After)
                    (written, room) = (0, 0);
            },
        };
        // The tables are made on a disk that has room: without them there is nothing to resume.
        var judge = disk.Judge;
        disk.Judge = _ => FaultyDisk.Ok;
        await script.RunAsync(opened: () => disk.Judge = judge);

        refused.ShouldBeGreaterThan(400);
        (await script.OutcomeAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Disk_BreakingAtAnyWrite_LeavesAFileThatGoesOn()
    {
        var expected = await CalmAsync();
        int writes;
        using (var disk = new FaultyDisk())
        {
            await using var calm = new CrashScript();
            calm.Harness.Options = On(disk, calm.Harness.Options);
            await calm.RunAsync();
            writes = disk.Writes;
        }
        var faults = int.Parse(Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_DISK_FAULTS") ?? "30", CultureInfo.InvariantCulture);
        for (var at = 1; at <= writes; at += Math.Max(1, writes / faults))
        {
            using var disk = new FaultyDisk();
            await using var script = new CrashScript();
            script.Harness.Options = On(disk, script.Harness.Options);
            disk.Judge = write => write == at ? FaultyDisk.WriteFailed : FaultyDisk.Ok;
            await script.RunAsync();
            (await script.OutcomeAsync()).ShouldBe(expected, $"after write {at} of {writes} failed");
        }
    }

    [Fact]
    public async Task Disk_Full_AnAnswerWaitsUntilThereIsRoom()
    {
        using var disk = new FaultyDisk();
        using var logs = new CollectedLogs();
        await using var harness = new EngineHarness { Logs = logs };
        harness.Options = On(disk, harness.Options) with { FirstStorageRetry = TimeSpan.FromMilliseconds(1) };
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", (context, input) => context.CallActivityAsync(note, input));
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        disk.Judge = _ => FaultyDisk.Full;
        var start = harness.StartAsync(orchestrator, "i", "x");
        await Eventually.TrueAsync(() => logs.Lines.Any(l => l.Contains("can't write its file", StringComparison.Ordinal)));

        start.IsCompleted.ShouldBeFalse();
        harness.Journal.Lines.ShouldBeEmpty();
        disk.Judge = _ => FaultyDisk.Ok;
        await start;
        await Eventually.TrueAsync(() => harness.Journal.Lines.Count == 1);
    }

    private static EmbeddedEngineOptions On(FaultyDisk disk, EmbeddedEngineOptions options) => options with
    {
        Vfs = disk.Name,
        Synchronous = Synchronous.Full,
        CheckpointPages = CheckpointPages,
        FirstStorageRetry = TimeSpan.Zero,
    };

    private static async Task<string> CalmAsync()
    {
        await using var calm = new CrashScript();
        await calm.RunAsync();
        return await calm.OutcomeAsync();
    }
}
