using System.Xml.Linq;

namespace ClinicalEngagement.House.Tests;

/// <summary>Holds the csproj files to the table of floors: a project references only what stands below it.</summary>
public sealed class ReferenceTableTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Durable.Abstractions"] = [],
        ["Durable.Sqlite"] = ["Durable.Abstractions"],
        ["Orchestrations"] = ["Domain", "Durable.Abstractions"],
        ["Infrastructure"] = ["Orchestrations", "Domain", "Durable.Abstractions"],
        ["Portal"] = ["Infrastructure", "Orchestrations", "Domain", "Durable.Abstractions"],
        ["Functions"] = ["Portal", "Infrastructure", "Orchestrations", "Domain", "Durable.Abstractions"],
        ["Functions.ContractApp"] = ["Durable.Abstractions"],
        ["GraphSimulator"] = [],
        ["LocalHost"] = ["Portal", "Infrastructure", "Orchestrations", "Domain", "Durable.Abstractions", "Durable.Sqlite", "GraphSimulator"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["Domain"] = ["NodaTime"],
        ["Durable.Abstractions"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Durable.Sqlite"] = ["Microsoft.Data.Sqlite"],
    };

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var file in House.ProjectFiles())
            data.Add(Path.GetRelativePath(House.Root, file).Replace('\\', '/'));
        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyFloorsBelowIt(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var references = Includes(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ToArray();
        if (name.EndsWith(".Tests", StringComparison.Ordinal) || name == "Benchmarks")
            return;
        Allowed.ShouldContainKey(name, "a new project needs its row in the table of floors");
        references.ShouldBeSubsetOf(Allowed[name]);
    }

    [Theory]
    [InlineData("Domain")]
    [InlineData("Durable.Abstractions")]
    [InlineData("Durable.Sqlite")]
    public void GroundFloor_UsesOnlyItsPackages(string name)
    {
        var file = House.ProjectFiles().Single(f => Path.GetFileNameWithoutExtension(f) == name);
        Includes(Path.GetRelativePath(House.Root, file), "PackageReference").ShouldBeSubsetOf(AllowedPackages[name]);
    }

    [Fact]
    public void EngineAndSimulator_AreReferencedOnlyByLocalHostTestsAndBenchmarks()
    {
        foreach (var file in House.ProjectFiles())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (name == "LocalHost" || name == "Benchmarks" || name.EndsWith(".Tests", StringComparison.Ordinal))
                continue;
            Includes(Path.GetRelativePath(House.Root, file), "ProjectReference")
                .Select(Path.GetFileNameWithoutExtension)
                .ShouldNotContain(r => r == "Durable.Sqlite" || r == "GraphSimulator", $"in {name}");
        }
    }

    private static string[] Includes(string project, string item) => XDocument.Load(Path.Combine(House.Root, project))
        .Descendants(item)
        .Select(e => e.Attribute("Include")?.Value.Replace('\\', '/') ?? "")
        .Where(i => i.Length > 0)
        .ToArray();
}
