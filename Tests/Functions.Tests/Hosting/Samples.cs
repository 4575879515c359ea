using System.Text;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The sample projects, ready to be posted.</summary>
internal static class Samples
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "frailty-same-day.json"));

    /// <summary>How many clinicians the project has.</summary>
    public static int Clinicians { get; } = JsonNode.Parse(Text)!["clinicians"]!.AsArray().Count;

    /// <summary>What must not be found where telemetry goes: names and addresses of everybody in the project, and the lead's words.</summary>
    public static IReadOnlyList<string> Canaries { get; } = [.. Personal(JsonNode.Parse(Text)!).Distinct()];

    /// <param name="inTheThirties">With goals of that decade, for a test that plays then.</param>
    public static HttpContent Frailty(bool inTheThirties = false) => new StringContent(
        inTheThirties ? Text.Replace("\"202", "\"203", StringComparison.Ordinal) : Text, Encoding.UTF8, "application/json");

    /// <summary>Names and addresses wherever somebody is described, and free words to people.</summary>
    private static IEnumerable<string> Personal(JsonNode node) => node switch
    {
        JsonObject person when person["email"] is { } email =>
            ((string?[])[email.GetValue<string>(), person["name"]?.GetValue<string>()]).OfType<string>()
                .Concat(person.Where(p => p.Value is JsonObject or JsonArray).SelectMany(p => Personal(p.Value!))),
        JsonObject other => other.SelectMany(p => p.Key == "firstMessageWords" ? [p.Value!.GetValue<string>()] : p.Value is { } value ? Personal(value) : []),
        JsonArray list => list.SelectMany(item => item is null ? [] : Personal(item)),
        _ => [],
    };
}
