using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ClinicalEngagement.Benchmarks;

/// <summary>One figure of a bench.</summary>
/// <param name="Name">What was measured, with its conditions.</param>
/// <param name="Value">The figure, or null where it could not be taken.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Goal">What it should be, such as "&gt;= 20000", or null where it is only for comparison.</param>
/// <param name="Met">Whether it is; true where there is no goal.</param>
/// <param name="Absence">Why the figure could not be taken, else null.</param>
public sealed record BenchRow(string Name, double? Value, string Unit, string? Goal, bool Met, string? Absence = null);

/// <summary>The figures of one area, printed as they come, with the machine they were measured on.</summary>
public sealed class BenchReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string area;
    private readonly List<BenchRow> rows = [];

    /// <summary>Begins a report and prints the machine.</summary>
    public BenchReport(string area)
    {
        this.area = area;
        Machine = $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        Console.WriteLine($"bench {area} on {Machine}");
    }

    /// <summary>The processor, its cores, the system and the runtime.</summary>
    public string Machine { get; }

    /// <summary>True where every figure with a goal meets it.</summary>
    public bool AllMet => rows.TrueForAll(r => r.Met);

    /// <summary>A figure that should be no less than <paramref name="goal"/>.</summary>
    public void AtLeast(string name, double value, string unit, double goal) => Add(new BenchRow(name, value, unit, $">= {Text(goal)}", value >= goal));

    /// <summary>A figure that should be no more than <paramref name="goal"/>.</summary>
    public void AtMost(string name, double value, string unit, double goal) => Add(new BenchRow(name, value, unit, $"<= {Text(goal)}", value <= goal));

    /// <summary>A figure to compare with.</summary>
    public void Note(string name, double value, string unit) => Add(new BenchRow(name, value, unit, null, true));

    /// <summary>A figure to compare with that could not be taken, and why.</summary>
    public void Absent(string name, string reason) => Add(new BenchRow(name, null, "", null, true, reason));

    /// <summary>Writes the report as JSON.</summary>
    public Task SaveAsync(string file) =>
        File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { area, machine = Machine, rows }, Json) + "\n");

    private void Add(BenchRow row)
    {
        rows.Add(row);
        Console.WriteLine(row.Value is { } value
            ? $"  {row.Name,-78} {Text(value),12} {row.Unit,-14}{(row.Goal is null ? "" : $"goal {row.Goal}: {(row.Met ? "met" : "MISSED")}")}"
            : $"  {row.Name,-78} not measured: {row.Absence}");
    }

    private static string Text(double value) => value.ToString(value >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : RuntimeInformation.ProcessArchitecture.ToString();
}
