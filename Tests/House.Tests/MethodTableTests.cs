using System.Text.RegularExpressions;

namespace ClinicalEngagement.House.Tests;

/// <summary>docs/method.md tables every sentence of the method with the rule that carries it out and the test that shows it: both have to be there.</summary>
public sealed partial class MethodTableTests
{
    private static readonly string[] Floors = ["Domain", "Orchestrations", "Infrastructure", "Portal"];

    [Fact]
    public void EveryRow_NamesARuleAndATest() => Rows().ShouldAllBe(row => row.Rules.Length > 0 && row.Tests.Length > 0);

    [Fact]
    public void EveryRule_IsInTheCode() => Missing(Rows().SelectMany(r => r.Rules), Floors).ShouldBeEmpty();

    [Fact]
    public void EveryTest_IsInTheCode() => Missing(Rows().SelectMany(r => r.Tests), ["Tests"]).ShouldBeEmpty();

    [Fact]
    public void TheTables_HaveAsManyRowsAsTheMethodHasAdvice() => Rows().Count.ShouldBeGreaterThan(40);

    private static IReadOnlyList<(string Advice, string[] Rules, string[] Tests)> Rows() =>
    [
        .. File.ReadLines(Path.Combine(House.Root, "docs", "method.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| advice", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split(" | "))
            .Select(cells =>
            {
                cells.Length.ShouldBe(3, cells[0]);
                return (cells[0].Trim(), Names(cells[1]), Names(cells[2]));
            }),
    ];

    private static string[] Names(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    /// <summary>Those for which there is no file of that type's name that declares it and has the member.</summary>
    private static IEnumerable<string> Missing(IEnumerable<string> names, string[] folders)
    {
        var files = folders
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(House.Root, f), "*.*", SearchOption.AllDirectories))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToLookup(Path.GetFileNameWithoutExtension);
        var all = new Lazy<string[]>(() => [.. files.SelectMany(f => f).Select(File.ReadAllText)]);
        foreach (var name in names.Distinct())
        {
            var parts = name.Split('.');
            // A file has the name of its type; a small record may stand beside the type that holds it.
            var texts = files[parts[0]].Any() ? files[parts[0]].Select(File.ReadAllText) : all.Value.Where(t => Regex.IsMatch(t, $@"\b(record|class|enum|struct) {parts[0]}\b"));
            if (!texts.Any(text => parts.Length == 1 || Regex.IsMatch(text, $@"\b{Regex.Escape(parts[1])}\b")))
                yield return name;
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
