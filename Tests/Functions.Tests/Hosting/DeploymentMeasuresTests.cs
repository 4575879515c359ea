using System.Reflection;
using System.Text.RegularExpressions;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>Alerts and workbook ask for measures that the code takes, and each of these is looked at.</summary>
public sealed partial class DeploymentMeasuresTests
{
    private static readonly string[] Measured =
    [
        .. new[] { typeof(EngagementMetrics), typeof(GraphMetrics) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!)
            .Where(n => n.StartsWith("engagement.", StringComparison.Ordinal)),
    ];

    [Theory]
    [InlineData("alerts.bicep")]
    [InlineData("workbook.json")]
    public void WhatIsAskedFor_IsMeasured(string file) => Asked(file).Except(Measured).ShouldBeEmpty();

    [Fact]
    public void WhatIsMeasured_IsLookedAt() => Measured.Except(Asked("alerts.bicep").Concat(Asked("workbook.json"))).ShouldBeEmpty();

    private static string[] Asked(string file)
    {
        string[] names = [.. Name().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", file))).Select(m => m.Value).Distinct()];
        names.Length.ShouldBeGreaterThan(4);
        return names;
    }

    [GeneratedRegex(@"engagement(\.[a-z]+)+")]
    private static partial Regex Name();
}
