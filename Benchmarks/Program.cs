using ClinicalEngagement.Benchmarks;
using ClinicalEngagement.Benchmarks.Engine;
using ClinicalEngagement.Benchmarks.Graph;
using ClinicalEngagement.Benchmarks.Load;
using ClinicalEngagement.Benchmarks.Planner;
using ClinicalEngagement.Benchmarks.Portal;

if (args is ["engine-child", .. var child])
    return await EngineChild.RunAsync(child);
if (args is ["load-child", .. var sender])
    return await LoadChild.RunAsync(sender);

Func<BenchReport, Task>? area = args.FirstOrDefault() switch
{
    "engine" => report => EngineBench.RunAsync(report, args[1..]),
    "graph" => GraphBench.RunAsync,
    "load" => LoadBench.RunAsync,
    "planner" => report => PlannerBench.RunAsync(report, [.. args.Skip(1).TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal))]),
    "portal" => PortalBench.RunAsync,
    _ => null,
};
if (area is null)
{
    Console.Error.WriteLine("""
        usage: bench AREA [PART...] [FILE...] [--peers [FOLDER]] [--json FILE]
        areas: engine (parts: throughput, latency, timers, reopen; --peers also measures DBOS, Restate and OpenWorkflow, installed into FOLDER)
               graph
               load
               planner (parts: text, hundred, separate, thousand, growth, calcom; files: CSPLib prob046, PrefLib, OR-Library assignNNN.txt)
               portal
        """);
    return 2;
}

var report = new BenchReport(args[0]);
await area(report);
if (Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length)
    await report.SaveAsync(args[at + 1]);
return report.AllMet ? 0 : 1;
