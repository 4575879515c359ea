namespace ClinicalEngagement.LocalHost.Tests;

internal static class Samples
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public static FileInfo Frailty => Of("frailty-same-day");

    public static FileInfo Of(string name) => new(Path.Combine(Folder, $"{name}.json"));
}
