using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace ClinicalEngagement.House.Tests;

/// <summary>
/// Runs the look for the Functions packages (<c>Functions/Packages.targets</c>) on the project files alone, against sources made for the test:
/// folders of packages with nothing in them but their name and version.
/// </summary>
public sealed class FunctionsPackagesTests : IDisposable
{
    private const string Worker = "Microsoft.Azure.Functions.Worker";

    private readonly string folder = Directory.CreateTempSubdirectory("functions-packages-").FullName;

    private string Source => Directory.CreateDirectory(Path.Combine(folder, "source")).FullName;

    [Fact]
    public void Source_WithoutAnyOfThem_CountsAsMissing()
    {
        Serve(Named("Directory.Packages.props", "PackageVersion").Where(package => !package.Name.Contains(".Functions.") && !package.Name.Contains("DurableTask")));

        Look().ShouldBe("missing");
    }

    [Fact]
    public void Source_WithOtherVersionsOnly_CountsAsMissing()
    {
        Serve(Named("Directory.Packages.props", "PackageVersion").Select(package => package.Name == Worker ? package with { Version = "99.0.0" } : package));
        Serve(Named("Functions/HostExtensions.targets", "HostPackage"));

        Look().ShouldBe("missing");
    }

    [Fact]
    public void Source_WithoutTheHostsSide_CountsAsMissing()
    {
        Serve(Named("Directory.Packages.props", "PackageVersion"));

        Look().ShouldBe("missing");
    }

    [Fact]
    public void Source_ThatDoesNotAnswer_LeavesItOpen()
    {
        Directory.Delete(Source);

        Look().ShouldBeNull("whether they are served is not known, and the restore that follows says what is wrong");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Package[] Named(string file, string item) => XDocument.Load(Path.Combine(House.Root, file))
        .Descendants(item)
        .Where(element => element.Attribute("Include") is not null)
        .Select(element => new Package(element.Attribute("Include")!.Value, element.Attribute("Version")!.Value))
        .ToArray();

    private void Serve(IEnumerable<Package> packages)
    {
        foreach (var package in packages)
        {
            // Some packages stand on both sides.
            if (File.Exists(Path.Combine(Source, $"{package.Name}.{package.Version}.nupkg")))
                continue;
            using var archive = ZipFile.Open(Path.Combine(Source, $"{package.Name}.{package.Version}.nupkg"), ZipArchiveMode.Create);
            using var manifest = new StreamWriter(archive.CreateEntry($"{package.Name}.nuspec").Open());
            manifest.Write($"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata><id>{package.Name}</id><version>{package.Version}</version><authors>test</authors><description>test</description></metadata>
                </package>
                """);
        }
    }

    /// <summary>What the look left behind, or null where it left nothing.</summary>
    private string? Look()
    {
        foreach (var file in House.ProjectFiles().Concat(Directory.EnumerateFiles(House.Root, "Directory.*"))
            .Concat(Directory.EnumerateFiles(Path.Combine(House.Root, "Functions"), "*.targets")).Append(Path.Combine(House.Root, "global.json")))
        {
            var copy = Path.Combine(folder, "house", Path.GetRelativePath(House.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var config = Path.Combine(folder, "nuget.config");
        File.WriteAllText(config, $"""
            <configuration><packageSources><clear /><add key="made" value="{Path.Combine(folder, "source")}" /></packageSources></configuration>
            """);

        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.Combine(folder, "house"), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["msbuild", "Functions/Packages.targets", "-t:LookForFunctionsPackages", $"-p:RestoreConfigFile={config}", "-nologo", "-nodeReuse:false"])
            start.ArgumentList.Add(argument);
        // Nothing of what this machine has restored before may answer for the source.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(folder, "packages");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output + errors.Result);

        var marker = Path.Combine(folder, "house", "Functions", "obj", "packages.state");
        return File.Exists(marker) ? File.ReadAllText(marker).Trim() : null;
    }

    private sealed record Package(string Name, string Version);
}
