namespace ClinicalEngagement.House.Tests;

internal static class House
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The projects of the house, without those that a build writes for itself.</summary>
    public static IEnumerable<string> ProjectFiles() => Directory
        .EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
            && !f.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}"));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ClinicalEngagement.sln")))
                return folder.FullName;
        throw new InvalidOperationException("ClinicalEngagement.sln was not found above the test's folder.");
    }
}
