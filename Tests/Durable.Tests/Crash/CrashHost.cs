using System.Globalization;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>A process that runs the workload live and says on its output what was acknowledged, until it is killed.</summary>
internal static class CrashHost
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    /// <summary>What the process says before it opens the engine, and once the engine runs.</summary>
    public const string Opening = "opening", Ready = "ready";

    private const int Clients = 4;

    /// <param name="args">The engine's file, the effects' file, and a name for the instances this process starts.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using var effects = new EffectsFile(args[1]);
        Say(Opening);
        await using var engine = await OpenAsync(args[0], effects);
        await engine.StartAsync();
        Say(Ready);
        var number = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (true)
                await OneAsync(engine.Client, $"{args[2]}-{Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture)}");
        }));
        return 0;
    }

    public static Task<EmbeddedEngine> OpenAsync(string file, EffectsFile effects) => EmbeddedEngine.OpenAsync(
        new EmbeddedEngineOptions { DatabaseFile = file, MaxRecoveries = 1_000 },
        CrashWorkload.Register(effects.Add, effects.IsFirstTry, Shortest), NoServices.Instance, TimeProvider.System, NullLoggerFactory.Instance);

    private static async Task OneAsync(IOrchestrationClient client, string id)
    {
        await client.StartAsync(CrashWorkload.Mixed, id, new CrashWorkload.MixedInput(0), CancellationToken.None);
        Say($"started {id}");
        for (var g = 0; g < CrashWorkload.Generations; g++)
        {
            await client.RaiseEventAsync(id, $"last-{g}", g, CancellationToken.None);
            Say($"raised {id} {g}");
        }
        await client.StartAsync(CrashWorkload.Doomed, $"doomed-{id}", "", CancellationToken.None);
        await client.TerminateAsync($"doomed-{id}", "no more", CancellationToken.None);
        Say($"terminated doomed-{id}");
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
