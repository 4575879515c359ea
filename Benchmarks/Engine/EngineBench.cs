using System.Collections.Concurrent;
using System.Diagnostics;
using ClinicalEngagement.Benchmarks.Engine.Peers;
using ClinicalEngagement.Durable.Sqlite;

namespace ClinicalEngagement.Benchmarks.Engine;

/// <summary>The embedded durable engine against its goals and against the floor that SQLite and the disk set.</summary>
internal static class EngineBench
{
    private const string Full = "synchronous=FULL";

    private const double GoalOverPeers = 20;

    /// <param name="args">Parts to measure, all where none is named; <c>--peers</c> with an optional folder for their packages.</param>
    public static async Task RunAsync(BenchReport report, string[] args)
    {
        var parts = args.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal)).ToHashSet();
        var folder = Directory.CreateTempSubdirectory("bench-engine-");
        try
        {
            report.Note($"one 4 KB write and fsync, median ({folder.FullName[..4]}...)", SyncMicroseconds(folder.FullName), "us");
            var rate = Has("throughput") ? await ThroughputAsync(report, folder.FullName) : (double?)null;
            if (Has("latency"))
                await LatencyAsync(report, folder.FullName);
            if (Has("timers"))
                await TimersAsync(report, folder.FullName);
            if (Has("reopen"))
                await ReopenAsync(report, folder.FullName);
            if (Array.IndexOf(args, "--peers") is var at and >= 0)
                await PeersAsync(report, PackagesFolder(args.ElementAtOrDefault(at + 1)), folder.FullName, rate);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        bool Has(string part) => parts.Count == 0 || parts.Contains(part);
    }

    private static string PackagesFolder(string? named) => named is null || named.StartsWith("--", StringComparison.Ordinal)
        ? Path.Combine(Path.GetTempPath(), "clinical-engagement-bench-peers")
        : Path.GetFullPath(named);

    private static async Task PeersAsync(BenchReport report, string packages, string folder, double? rate)
    {
        var best = await new PeerBench(report, packages, folder).RunAsync();
        if (best is null)
            report.Absent("engine over the best peer, 150 at once", "no peer could be run");
        else if (rate is not null)
            report.AtLeast("engine over the best peer, 150 at once", rate.Value / best.Value, "times", GoalOverPeers);
    }

    private static async Task<double> ThroughputAsync(BenchReport report, string folder)
    {
        var most = 0.0;
        foreach (var concurrency in new[] { 150, 50 })
        {
            using (var floor = new SqliteFloor(Path.Combine(folder, $"floor-{concurrency}.db")))
            {
                for (var i = 0; i < 20; i++)
                    floor.Run(concurrency);
                var rounds = 6_000 / concurrency;
                var elapsed = TimeSpan.Zero;
                for (var i = 0; i < rounds; i++)
                    elapsed += floor.Run(concurrency);
                report.Note($"floor, {concurrency} at once, {Full}", rounds * concurrency * StepWorkload.Steps / elapsed.TotalSeconds, "activities/s");
            }
            var (rate, processor) = await RateAsync(Path.Combine(folder, $"engine-{concurrency}.db"), concurrency, warmUp: 4_000, measured: 12_000);
            if (concurrency == 150)
                report.AtLeast($"engine, {concurrency} at once, {Full}", most = rate, "activities/s", 20_000);
            else
                report.Note($"engine, {concurrency} at once, {Full}", rate, "activities/s");
            report.Note($"engine, {concurrency} at once, processor time for one activity with its turn", processor, "us");
        }
        return most;
    }

    private static async Task<(double Rate, double ProcessorMicroseconds)> RateAsync(string file, int concurrency, int warmUp, int measured)
    {
        var waiting = new ConcurrentDictionary<string, TaskCompletionSource>();
        var workload = new StepWorkload(id =>
        {
            if (waiting.TryRemove(id, out var done))
                done.TrySetResult();
        });
        await using var engine = await StepWorkload.OpenAsync(file, workload);
        await engine.StartAsync();
        await RunAsync(0, warmUp);
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await RunAsync(warmUp, warmUp + measured);
        var activities = measured * StepWorkload.Steps;
        return (activities / Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / activities);

        async Task RunAsync(int from, int to)
        {
            var next = from - 1;
            await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
            {
                for (var i = Interlocked.Increment(ref next); i < to; i = Interlocked.Increment(ref next))
                {
                    var id = $"bench-{i:0000000}";
                    var done = waiting[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    await engine.Client.StartAsync(StepWorkload.FiveSteps, id, 0, CancellationToken.None);
                    await done.Task;
                    await CommittedAsync(engine);
                }
            })));
        }
    }

    // The last turn says that it ran before it is committed; the engine answers this only after that commit.
    private static ValueTask<DateTimeOffset?> CommittedAsync(EmbeddedEngine engine) => engine.NextDueAsync();

    private static async Task LatencyAsync(BenchReport report, string folder)
    {
        const int WarmUp = 400, Measured = 1_000;
        TaskCompletionSource? done = null;
        var workload = new StepWorkload(_ => done!.TrySetResult());
        await using var engine = await StepWorkload.OpenAsync(Path.Combine(folder, "engine-1.db"), workload);
        await engine.StartAsync();
        using var floor = new SqliteFloor(Path.Combine(folder, "floor-1.db"));
        var engineTimes = new List<double>();
        var floorTimes = new List<double>();
        // Turn about, so that a busy moment of the machine meets both.
        for (var i = 0; i < WarmUp + Measured; i++)
        {
            var ofFloor = floor.Run(1).TotalMilliseconds;
            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var started = Stopwatch.GetTimestamp();
            await engine.Client.StartAsync(StepWorkload.FiveSteps, $"single-{i:0000000}", 0, CancellationToken.None);
            await done.Task;
            await CommittedAsync(engine);
            var ofEngine = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (i < WarmUp)
                continue;
            floorTimes.Add(ofFloor);
            engineTimes.Add(ofEngine);
        }
        report.Note($"floor, 1 at once, five steps, median, {Full}", Percentile(floorTimes, 50), "ms");
        report.Note($"engine, 1 at once, five steps, median, {Full}", Percentile(engineTimes, 50), "ms");
        report.Note($"engine, 1 at once, {Full}", StepWorkload.Steps * 1_000 / engineTimes.Average(), "activities/s");
        report.AtMost("engine's median over the floor's, 1 at once", Percentile(engineTimes, 50) / Percentile(floorTimes, 50), "times", 1.3);
    }

    private static async Task TimersAsync(BenchReport report, string folder)
    {
        const int Pending = 100_000, PerSecond = 1_000, Seconds = 5;
        var lateness = new ConcurrentQueue<double>();
        var due = new ConcurrentDictionary<string, DateTimeOffset>();
        var workload = new StepWorkload(id =>
        {
            if (due.TryGetValue(id, out var at))
                lateness.Enqueue((DateTimeOffset.UtcNow - at).TotalMilliseconds);
        });
        var file = Path.Combine(folder, "timers.db");
        await using (var filling = await StepWorkload.OpenAsync(file, workload, Synchronous.Off))
        {
            await filling.StartAsync();
            var far = DateTimeOffset.UtcNow.AddDays(30);
            await StartAllAsync(filling, Pending, i => ($"far-{i:000000}", far.AddSeconds(i)));
        }

        await using var engine = await StepWorkload.OpenAsync(file, workload);
        await engine.StartAsync();
        await Task.Delay(200);
        var before = Environment.CpuUsage.TotalTime;
        await Task.Delay(3_000);
        report.AtMost($"{Pending:N0} timers pending, processor time while idle", (Environment.CpuUsage.TotalTime - before).TotalSeconds / 3 * 100, "% of a core", 1);

        var begin = DateTimeOffset.UtcNow.AddSeconds(4);
        await StartAllAsync(engine, PerSecond * Seconds, i =>
        {
            var at = begin.AddSeconds((double)i / PerSecond);
            due[$"near-{i:000000}"] = at;
            return ($"near-{i:000000}", at);
        });
        var leftBefore = begin - DateTimeOffset.UtcNow;
        report.Note("time left between the last timer's start and the first due", leftBefore.TotalSeconds, "s");
        while (lateness.Count < PerSecond * Seconds)
            await Task.Delay(50);
        report.AtMost($"{PerSecond:N0} timers due a second among {Pending:N0}, lateness p99, {Full}", Percentile([.. lateness], 99), "ms", 50);
        report.Note($"{PerSecond:N0} timers due a second among {Pending:N0}, lateness median, {Full}", Percentile([.. lateness], 50), "ms");

        static Task StartAllAsync(EmbeddedEngine engine, int count, Func<int, (string Id, DateTimeOffset At)> timer) =>
            Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (i, token) =>
            {
                var (id, at) = timer(i);
                await engine.Client.StartAsync(StepWorkload.OneTimer, id, at, token);
            });
    }

    private static async Task ReopenAsync(BenchReport report, string folder)
    {
        const int Count = 100_000;
        var file = Path.Combine(folder, "reopen.db");
        using (var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { typeof(EngineBench).Assembly.Location, "engine-child", file, $"{Count}" },
            RedirectStandardOutput = true,
        })!)
        {
            if (await child.StandardOutput.ReadLineAsync() != "ready")
                throw new InvalidOperationException("The child process did not get ready.");
            child.Kill();
            await child.WaitForExitAsync();
        }

        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var workload = new StepWorkload(_ => first.TrySetResult());
        GC.Collect();
        var memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        await using var engine = await StepWorkload.OpenAsync(file, workload);
        await engine.StartAsync();
        await first.Task;
        report.AtMost($"{Count:N0} instances reopened after SIGKILL, to the end of the first unfinished", Stopwatch.GetElapsedTime(started).TotalSeconds, "s", 2);

        await Parallel.ForAsync(1, 30_000, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (i, token) =>
            await engine.Client.RaiseEventAsync($"waiting-{i:000000}", "other", 1, token));
        report.AtMost($"memory after 30,000 of them took an event, {new EmbeddedEngineOptions { DatabaseFile = "-" }.LiveExecutions:N0} kept live",
            (GC.GetTotalMemory(forceFullCollection: true) - memoryBefore) / 1e6, "MB", 100);
    }

    private static double SyncMicroseconds(string folder)
    {
        using var file = File.OpenHandle(Path.Combine(folder, "sync"), FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, i * 4096L);
            RandomAccess.FlushToDisk(file);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }
        return Percentile(times, 50);
    }

    private static double Percentile(List<double> values, double percent)
    {
        values.Sort();
        return values[(int)Math.Clamp(Math.Ceiling(values.Count * percent / 100) - 1, 0, values.Count - 1)];
    }
}
