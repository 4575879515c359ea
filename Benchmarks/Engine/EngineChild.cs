using ClinicalEngagement.Durable.Sqlite;

namespace ClinicalEngagement.Benchmarks.Engine;

/// <summary>A process that fills an engine's file with waiting orchestrations and then waits to be killed.</summary>
internal static class EngineChild
{
    public static async Task<int> RunAsync(string[] args)
    {
        var workload = new StepWorkload(_ => { });
        await using var engine = await StepWorkload.OpenAsync(args[0], workload, Synchronous.Off);
        await engine.StartAsync();
        var count = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (i, token) =>
            await engine.Client.StartAsync(StepWorkload.OneEvent, $"waiting-{i:000000}", i, token));
        // A last one with work to do, left undone: stopped before its activity can begin.
        await engine.StopAsync(CancellationToken.None);
        await engine.Client.RaiseEventAsync("waiting-000000", "go", 1, CancellationToken.None);
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
