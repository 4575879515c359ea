using System.Text.RegularExpressions;

namespace ClinicalEngagement.House.Tests;

/// <summary>Every hazard has its control, and every control the test that shows it.</summary>
public sealed partial class HazardLogTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(House.Root, "docs", "governance", "hazard-log.md")).Where(l => HazardRow().IsMatch(l))];

    [Fact]
    public void EveryHazard_IsNumberedInOrderAndNamesATest()
    {
        Rows.Length.ShouldBeGreaterThan(10);
        for (var i = 0; i < Rows.Length; i++)
        {
            Rows[i].ShouldStartWith($"| H{i + 1} |");
            Rows[i].Split('|').Length.ShouldBe(8, $"H{i + 1} has six cells");
            NamedTest().IsMatch(Rows[i]).ShouldBeTrue($"H{i + 1} names the test of its control");
        }
    }

    [Fact]
    public void EveryTestThatIsNamed_Exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(House.Root, "Tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension, File.ReadAllText);
        foreach (var named in Rows.SelectMany(row => NamedTest().Matches(row)))
        {
            var (type, method) = (named.Groups["type"].Value, named.Groups["method"].Value);
            sources[type].ShouldContain(s => s.Contains($" {method}(", StringComparison.Ordinal), $"{type}.{method} stands in the hazard log");
        }
    }

    [GeneratedRegex(@"^\| H\d+ \|")]
    private static partial Regex HazardRow();

    [GeneratedRegex(@"`(?<type>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex NamedTest();
}
