using System.Collections.Concurrent;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>Drives the workload in virtual time through crashes: what was not acknowledged is asked for again.</summary>
internal sealed class CrashScript : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> effects = new();
    private readonly ConcurrentDictionary<string, bool> tried = new();

    public CrashScript() => Harness.Registry = CrashWorkload.Register(
        key => effects.AddOrUpdate(key, 1, (_, n) => n + 1), key => tried.TryAdd(key, true), TimeSpan.FromMinutes(1));

    public EngineHarness Harness { get; } = new();

    /// <summary>How often the engine had to be opened again.</summary>
    public int Crashes { get; private set; }

    /// <summary>Runs the whole script; where the engine stops, opens it again and goes on.</summary>
    /// <param name="opened">Called when it is open for the first time.</param>
    public async Task RunAsync(Action? opened = null)
    {
        var refusals = 0;
        foreach (var step in Steps(opened))
            while (true)
                try
                {
                    await step();
                    break;
                }
                catch (InvalidOperationException stopped) when (stopped.Message.StartsWith("The durable engine has stopped", StringComparison.Ordinal))
                {
                    Crashes++;
                    await Harness.ReopenAsync();
                }
                catch (EngineStorageException) when (++refusals < 10_000)
                {
                    // Opening and stepping tell what is wrong with the disk; asked again, they go on where they were.
                }
    }

    /// <summary>What a run comes to: the state of every instance, every distinct effect, and every row that should not be left.</summary>
    public async Task<string> OutcomeAsync()
    {
        var states = await Harness.Engine.Reader.ListAsync(null, 100, 0, EngineHarness.Token);
        var letters = await Harness.Engine.Reader.DeadLettersAsync(100, EngineHarness.Token);
        return string.Join('\n', [
            .. states.OrderBy(s => s.InstanceId, StringComparer.Ordinal).Select(s => $"{s.InstanceId} {s.State} {s.Failure}"),
            .. effects.Keys.Order(StringComparer.Ordinal),
            .. letters.Select(l => $"{l.InstanceId} {l.Activity} {l.Attempts}"),
            .. await LeftoversAsync()]);
    }

    public ValueTask DisposeAsync() => Harness.DisposeAsync();

    private IEnumerable<Func<Task>> Steps(Action? opened)
    {
        yield return async () =>
        {
            await Harness.OpenAsync();
            opened?.Invoke();
        };
        yield return () => Harness.StartAsync(CrashWorkload.Careless, "careless", "");
        yield return () => Harness.StartAsync(CrashWorkload.Once, "again", "again/first");
        yield return Harness.StepAsync;
        yield return () => Harness.Engine.StartOrchestrationAsync(
            CrashWorkload.Once, "again", "again/second", ReusePolicy.WhenEnded, EngineHarness.Token);
        yield return () => Harness.Engine.PurgeAsync(EngineHarness.Monday.AddSeconds(1), EngineHarness.Token);
        yield return () => Harness.StartAsync(CrashWorkload.Mixed, "m0", new CrashWorkload.MixedInput(0));
        yield return () => Harness.StartAsync(CrashWorkload.Doomed, "doomed", "");
        yield return Harness.StepAsync;
        yield return () => Harness.StartAsync(CrashWorkload.Mixed, "m1", new CrashWorkload.MixedInput(0));
        yield return () => Harness.RaiseAsync("m1", "last-1", 1);
        yield return () => Harness.StartAsync(CrashWorkload.Broken, "broken", "");
        yield return Harness.StepAsync;
        yield return () => Harness.RaiseAsync("m0", "GO", 0);
        yield return () => Harness.Client.TerminateAsync("doomed", "no more", EngineHarness.Token);
        for (var g = 0; g < CrashWorkload.Generations; g++)
        {
            var generation = g;
            yield return () => Harness.RaiseAsync("m0", $"last-{generation}", generation);
            yield return () => Harness.RunAsync(TimeSpan.FromMinutes(10));
            yield return () => Harness.RaiseAsync("m1", $"Last-{generation}", generation);
        }
        yield return () => Harness.RunAsync();
    }

    private async Task<IReadOnlyList<string>> LeftoversAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Harness.Options.DatabaseFile};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(EngineHarness.Token);
        var lines = new List<string>();
        foreach (var sql in new[]
        {
            "PRAGMA integrity_check", "SELECT count(*) FROM inbox", "SELECT count(*) FROM timers", "SELECT count(*) FROM activities",
        })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            lines.Add($"{sql}: {await command.ExecuteScalarAsync(EngineHarness.Token)}");
        }
        return lines;
    }
}
