using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>The write-ahead log cut anywhere, as by a power cut, opens to a state that once was committed, and never to an older one than a shorter cut.</summary>
public sealed class LogCutTests
{
    // https://www.sqlite.org/fileformat2.html#the_write_ahead_log
    private const int HeaderBytes = 32, FrameBytes = 24 + 4096;

    // So many cuts, one is opened by an engine too.
    private const int CutsPerEngine = 20;

    [Fact]
    public async Task Log_CutAtEveryFrameAndAtRandomOffsets_OpensToAPrefixOfHistory()
    {
        await using var script = new CrashScript();
        var file = script.Harness.Options.DatabaseFile;
        var states = new List<string> { "" };
        script.Harness.Options = script.Harness.Options with
        {
            CommitProbe = point =>
            {
                if (point == CommitPoint.After)
                    states.Add(TableDump.Of(file));
            },
        };
        await script.RunAsync();
        var main = await File.ReadAllBytesAsync(file, EngineHarness.Token);
        var log = await File.ReadAllBytesAsync(file + "-wal", EngineHarness.Token);
        log.Length.ShouldBeGreaterThan(100 * FrameBytes);

        var random = new Random(7);
        var cuts = Enumerable.Range(0, ((log.Length - HeaderBytes) / FrameBytes) + 1).Select(frame => HeaderBytes + (frame * FrameBytes))
            .Concat(Enumerable.Range(0, 1_000).Select(_ => random.Next(0, log.Length + 1)))
            .Order()
            .ToList();
        var folder = TestFolder.Create("durable-cut-");
        try
        {
            // What an engine that has just created its tables holds is a state too: it comes before the first commit.
            var known = states.Select((state, index) => (state, index)).GroupBy(s => s.state).ToDictionary(g => g.Key, g => g.Max(s => s.index));
            var last = 0;
            for (var i = 0; i < cuts.Count; i++)
            {
                var copy = Path.Combine(folder.FullName, $"{i}.db");
                await File.WriteAllBytesAsync(copy, main, EngineHarness.Token);
                await File.WriteAllBytesAsync(copy + "-wal", log[..cuts[i]], EngineHarness.Token);
                var state = TableDump.Of(copy);
                if (IsEmpty(state))
                    last.ShouldBe(0);
                else
                    known.ShouldContainKey(state, $"cut at {cuts[i]}");
                var index = IsEmpty(state) ? 0 : known[state];
                index.ShouldBeGreaterThanOrEqualTo(last);
                last = index;
                if (i % CutsPerEngine == 0)
                    await GoesOnAsync(script, copy);
                foreach (var left in folder.GetFiles())
                    left.Delete();
            }
            last.ShouldBe(states.Count - 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>An engine opens what is left and runs it as far as it goes by itself.</summary>
    private static async Task GoesOnAsync(CrashScript script, string file)
    {
        await using (var engine = await EmbeddedEngine.OpenAsync(
            script.Harness.Options with { DatabaseFile = file, CommitProbe = null }, script.Harness.Registry, NoServices.Instance, script.Harness.Clock,
            NullLoggerFactory.Instance))
        {
            await engine.RunUntilIdleAsync(EngineHarness.Token);
            var failed = await engine.Reader.ListAsync(OrchestrationState.Failed, 100, 0, EngineHarness.Token);
            failed.ShouldAllBe(s => s.InstanceId == "broken");
        }
        TableDump.Of(file).ShouldNotBeEmpty();
    }

    private static bool IsEmpty(string state) => !state.Contains('|', StringComparison.Ordinal);
}
