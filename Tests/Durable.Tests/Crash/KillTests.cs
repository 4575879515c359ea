using System.Diagnostics;
using System.Globalization;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>
/// A real process is killed at random moments, again and again on the same file. <c>CLINICAL_ENGAGEMENT_KILL_ROUNDS</c> says how
/// often (20 unless set); with the runner's <c>-diagnostics</c> a soak tells how far it has come.
/// </summary>
public sealed class KillTests
{
    private const int RoundsPerFile = 20;

    // So many lives, one ends while the file is opened and what the life before left is found.
    private const int LivesPerEarlyEnd = 8;

    [Fact]
    public async Task Kill_AtRandomMoments_LosesNothingAcknowledgedAndDoublesNothing()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);
        var survived = 0;
        // Two files at a time: one process dies while another starts.
        await Parallel.ForAsync(
            0, Math.Max(1, rounds / RoundsPerFile), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = EngineHarness.Token },
            async (seed, _) =>
            {
                await KillAsync(seed);
                TestContext.Current.SendDiagnosticMessage("{0} of {1} rounds", Interlocked.Add(ref survived, RoundsPerFile), rounds);
            });
    }

    [Fact]
    public async Task SecondProcess_IsRefused()
    {
        await using var harness = await new EngineHarness().OpenAsync();
        using var child = Start(harness.Options.DatabaseFile, harness.Options.DatabaseFile + ".effects", "x");
        var error = await child.StandardError.ReadToEndAsync(EngineHarness.Token);
        await child.WaitForExitAsync(EngineHarness.Token);

        child.ExitCode.ShouldNotBe(0);
        error.ShouldContain("is in use by another process");
    }

    private static async Task KillAsync(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("durable-kill-");
        try
        {
            var file = Path.Combine(folder.FullName, "engine.db");
            var effectsFile = Path.Combine(folder.FullName, "effects.txt");
            var random = new Random(seed);
            var acknowledged = new HashSet<string>();
            for (var round = 0; round < RoundsPerFile; round++)
            {
                await RunAndKillAsync(file, effectsFile, $"f{seed}r{round}", random, acknowledged);
                (await IntegrityAsync(file)).ShouldBe("ok");
            }
            acknowledged.Count.ShouldBeGreaterThan(RoundsPerFile);
            await FinishAndCheckAsync(file, effectsFile, acknowledged);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAndKillAsync(string file, string effectsFile, string name, Random random, HashSet<string> acknowledged)
    {
        using var child = Start(file, effectsFile, name);
        await HearAsync(CrashHost.Opening);
        if (random.Next(LivesPerEarlyEnd) > 0)
        {
            await HearAsync(CrashHost.Ready);
            // So many acknowledgements and then so many milliseconds: on a slow machine too, every such life gets something done.
            for (var lines = random.Next(0, 20); lines > 0; lines--)
                acknowledged.Add((await child.StandardOutput.ReadLineAsync(EngineHarness.Token)).ShouldNotBeNull());
        }
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 40)), TimeProvider.System, EngineHarness.Token);
        child.Kill();
        // A line cut in the middle was not said.
        var said = await child.StandardOutput.ReadToEndAsync(EngineHarness.Token);
        acknowledged.UnionWith(said[..(said.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l != CrashHost.Ready));
        await child.WaitForExitAsync(EngineHarness.Token);

        async Task HearAsync(string line)
        {
            if (await child.StandardOutput.ReadLineAsync(EngineHarness.Token) != line)
                throw new InvalidOperationException(await child.StandardError.ReadToEndAsync(EngineHarness.Token));
        }
    }

    private static async Task FinishAndCheckAsync(string file, string effectsFile, HashSet<string> acknowledged)
    {
        using var effects = new EffectsFile(effectsFile);
        await using var engine = await CrashHost.OpenAsync(file, effects);
        await engine.StartAsync(EngineHarness.Token);
        var all = await engine.Reader.ListAsync(null, int.MaxValue, 0, EngineHarness.Token);
        var mixed = all.Where(i => i.Orchestrator == CrashWorkload.Mixed.Name).Select(i => i.InstanceId).ToList();
        foreach (var id in mixed)
            for (var g = 0; g < CrashWorkload.Generations; g++)
                if (!acknowledged.Contains($"raised {id} {g}"))
                    await engine.Client.RaiseEventAsync(id, $"last-{g}", g, EngineHarness.Token);
        foreach (var status in all.Where(i => i.Orchestrator == CrashWorkload.Doomed.Name && !acknowledged.Contains($"terminated {i.InstanceId}")))
            await engine.Client.TerminateAsync(status.InstanceId, "no more", EngineHarness.Token);
        await Eventually.TrueAsync(async () => (await engine.Reader.CountAsync(EngineHarness.Token)).Keys.All(s => s >= OrchestrationState.Completed), seconds: 300);
        await Eventually.TrueAsync(() => engine.IsIdle, seconds: 300);

        var ended = (await engine.Reader.ListAsync(null, int.MaxValue, 0, EngineHarness.Token)).ToDictionary(i => i.InstanceId);
        foreach (var line in acknowledged)
        {
            var words = line.Split(' ');
            var status = ended[words[1]];
            status.State.ShouldBe(
                words[0] == "terminated" ? OrchestrationState.Terminated : OrchestrationState.Completed, $"{line}: {status.Failure}");
        }
        var keys = effects.Keys();
        foreach (var id in mixed)
        {
            ended[id].State.ShouldBe(OrchestrationState.Completed, ended[id].Failure);
            foreach (var effect in CrashWorkload.EffectsOf(id))
                keys.Count(k => k == effect || (effect.EndsWith('/') && k.StartsWith(effect, StringComparison.Ordinal))).ShouldBe(1, effect);
            var fired = (await engine.Reader.HistoryAsync(id, EngineHarness.Token)).Where(e => e.Kind == HistoryKind.TimerFired).Select(e => e.Seq).ToList();
            fired.Count.ShouldBe(fired.Distinct().Count(), $"a timer of {id} fired twice");
        }
        keys.Count.ShouldBe(keys.Count(k => k.StartsWith("doomed", StringComparison.Ordinal)) + mixed.Count * CrashWorkload.EffectsOf("").Count());
    }

    private static Process Start(string file, string effectsFile, string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        // A process that lives for a second gains nothing from being profiled, debugged or collected in the background.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        foreach (var argument in new[] { "crash-host", file, effectsFile, name })
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<string> IntegrityAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(EngineHarness.Token);
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return (string)(await check.ExecuteScalarAsync(EngineHarness.Token))!;
    }
}
