using System.Text;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The sample projects, ready to be posted.</summary>
internal static class Samples
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "frailty-same-day.json"));

    /// <summary>How many clinicians the project has.</summary>
    public static int Clinicians { get; } = JsonNode.Parse(Text)!["clinicians"]!.AsArray().Count;

    /// <param name="inTheThirties">With goals of that decade, for a test that plays then.</param>
    public static HttpContent Frailty(bool inTheThirties = false) => new StringContent(
        inTheThirties ? Text.Replace("\"202", "\"203", StringComparison.Ordinal) : Text, Encoding.UTF8, "application/json");
}
