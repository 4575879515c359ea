namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>Where tests keep their files: in memory where the system offers it, for thousands of small files are made and thrown away.</summary>
internal static class TestFolder
{
    private const string SharedMemory = "/dev/shm";

    public static DirectoryInfo Create(string prefix) =>
        Directory.Exists(SharedMemory)
            ? Directory.CreateDirectory(Path.Combine(SharedMemory, prefix + Path.GetRandomFileName()))
            : Directory.CreateTempSubdirectory(prefix);
}
