using ClinicalEngagement.Benchmarks;
using ClinicalEngagement.Benchmarks.Engine;
using ClinicalEngagement.Benchmarks.Planner;

if (args is ["engine-child", .. var child])
    return await EngineChild.RunAsync(child);

Func<BenchReport, Task>? area = args.FirstOrDefault() switch
{
    "engine" => EngineBench.RunAsync,
    "planner" => report => PlannerBench.RunAsync(report, [.. args.Skip(1).TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal))]),
    _ => null,
};
if (area is null)
{
    Console.Error.WriteLine("usage: bench AREA [PART...] [FILE...] [--json FILE]\nareas: engine, planner (parts: text, hundred, separate, thousand, growth, calcom; files: CSPLib prob046, PrefLib, OR-Library assignNNN.txt)");
    return 2;
}

var report = new BenchReport(args[0]);
await area(report);
if (Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length)
    await report.SaveAsync(args[at + 1]);
return report.AllMet ? 0 : 1;
