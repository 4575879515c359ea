namespace ClinicalEngagement.LocalHost.Tests;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("engagement-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
