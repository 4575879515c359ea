using ClinicalEngagement.Benchmarks;
using ClinicalEngagement.Benchmarks.Engine;

if (args is ["engine-child", .. var child])
    return await EngineChild.RunAsync(child);

Func<BenchReport, Task>? area = args.FirstOrDefault() switch
{
    "engine" => EngineBench.RunAsync,
    _ => null,
};
if (area is null)
{
    Console.Error.WriteLine("usage: bench AREA [--json FILE]\nareas: engine");
    return 2;
}

var report = new BenchReport(args[0]);
await area(report);
if (Array.IndexOf(args, "--json") is var at and >= 0 && at + 1 < args.Length)
    await report.SaveAsync(args[at + 1]);
return report.AllMet ? 0 : 1;
