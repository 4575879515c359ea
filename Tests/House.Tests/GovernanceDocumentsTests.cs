using System.Text.RegularExpressions;

namespace ClinicalEngagement.House.Tests;

/// <summary>Every test that a document of governance names as showing something is there.</summary>
public sealed partial class GovernanceDocumentsTests
{
    private static readonly string Folder = Path.Combine(House.Root, "docs", "governance");

    [Fact]
    public void TheDocuments_AreThere() =>
        Directory.GetFiles(Folder, "*.md").Select(Path.GetFileName).ShouldBe(
            ["asvs.md", "dpia.md", "dtac.md", "hazard-log.md", "it-security.md", "privacy-notice.md", "record-of-processing.md"], ignoreOrder: true);

    [Fact]
    public void EveryTestThatIsNamed_Exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(House.Root, "Tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToArray();
        foreach (var document in Directory.GetFiles(Folder, "*.md"))
            foreach (Match named in NamedTest().Matches(File.ReadAllText(document)))
            {
                var (type, method) = (named.Groups["type"].Value, named.Groups["method"].Value);
                sources.Any(s => s.Contains($" class {type}", StringComparison.Ordinal) && (method.Length == 0 || s.Contains($" {method}(", StringComparison.Ordinal)))
                    .ShouldBeTrue($"{type}.{method} stands in {Path.GetFileName(document)}");
            }
    }

    [GeneratedRegex(@"`(?<type>\w+Tests)(?:\.(?<method>\w+))?`")]
    private static partial Regex NamedTest();
}
