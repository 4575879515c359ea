using System.Runtime.CompilerServices;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

/// <summary>Expected output kept in files. With <c>UPDATE_SNAPSHOTS=1</c> a run writes them anew, for a person to look at and commit.</summary>
internal static class Snapshot
{
    public static void ShouldMatch(string actual, string fileName, [CallerFilePath] string testFile = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", fileName);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        File.Exists(file).ShouldBeTrue($"{fileName} is not there yet: run once with UPDATE_SNAPSHOTS=1 and look at it.");
        actual.ShouldBe(File.ReadAllText(file), $"{fileName} differs: if that is meant, run with UPDATE_SNAPSHOTS=1 and look at it.");
    }
}
