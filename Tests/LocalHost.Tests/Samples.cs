namespace ClinicalEngagement.LocalHost.Tests;

internal static class Samples
{
    public static FileInfo Frailty => Of("frailty-same-day");

    public static FileInfo Of(string name) => new(Path.Combine(AppContext.BaseDirectory, "samples", $"{name}.json"));
}
