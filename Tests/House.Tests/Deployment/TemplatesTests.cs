using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ClinicalEngagement.House.Tests.Deployment;

/// <summary>Compiles <c>deploy/</c> as a deployment would, by the Bicep compiler from NuGet; nothing is asked of Azure.</summary>
public sealed class TemplatesTests
{
    private static readonly string? Compiler = typeof(TemplatesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .SingleOrDefault(m => m.Key == "Bicep")?.Value;

    // A compilation takes seconds, so each stage is compiled once for all tests.
    private static readonly Lazy<Compilation> Live = new(() => Compile("live.bicepparam"));
    private static readonly Lazy<Compilation> WithScheduler = new(() => Compile("live.bicepparam", ("ENGAGEMENT_DURABLE_TASK_SCHEDULER", "true")));

    [Fact]
    public void Live_Compiles_WithoutAWarning()
    {
        SkipWithoutCompiler();
        Live.Value.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Test_Compiles_WithoutAWarning()
    {
        SkipWithoutCompiler();
        Compile("test.bicepparam").Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Scheduler_Compiles_WithoutAWarning()
    {
        SkipWithoutCompiler();
        WithScheduler.Value.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Scheduler_IsThere_OnlyWhereItIsAskedFor()
    {
        SkipWithoutCompiler();
        Live.Value.Parameters["durableTaskScheduler"]!["value"]!.GetValue<bool>().ShouldBeFalse();
        WithScheduler.Value.Parameters["durableTaskScheduler"]!["value"]!.GetValue<bool>().ShouldBeTrue();
        Resources(Live.Value.Template).Single(r => r["name"]?.GetValue<string>() == "scheduler")["condition"]!.GetValue<string>()
            .ShouldBe("[parameters('durableTaskScheduler')]");
    }

    [Fact]
    public void Scheduler_HoldsTheTaskHubOfTheHost()
    {
        SkipWithoutCompiler();
        var host = JsonNode.Parse(File.ReadAllText(Path.Combine(House.Root, "host.json")))!;
        var hub = host["extensions"]!["durableTask"]!["hubName"]!.GetValue<string>();

        Resources(WithScheduler.Value.Template)
            .Single(r => r["type"]!.GetValue<string>() == "Microsoft.DurableTask/schedulers/taskHubs")["name"]!.GetValue<string>()
            .ShouldContain($"'{hub}'");
    }

    [Fact]
    public void Templates_NeedNoSecret()
    {
        SkipWithoutCompiler();
        Live.Value.Template["parameters"]!.AsObject().ShouldAllBe(p => p.Value!["type"]!.GetValue<string>() != "securestring");
        var text = Live.Value.Template.ToJsonString();
        foreach (var word in (string[])["listKeys", "AccountKey=", "InstrumentationKey="])
            text.ShouldNotContain(word, Case.Insensitive, "identities sign in, and no key is handed around");
    }

    [Fact]
    public void EveryRoleAssignment_IsForTheAppAlone()
    {
        SkipWithoutCompiler();
        Resources(Live.Value.Template)
            .Where(r => r["type"]!.GetValue<string>() == "Microsoft.Authorization/roleAssignments")
            .Select(r => r["properties"]!["principalId"]!.GetValue<string>())
            .Distinct().ShouldBe(["[parameters('principalId')]"]);
    }

    [Theory]
    [InlineData("test.bicepparam")]
    [InlineData("live.bicepparam")]
    public void EveryInstanceTogether_HoldsFewerConnectionsThanTheDatabaseAdmits(string parameters)
    {
        var text = File.ReadAllText(Path.Combine(House.Root, "deploy", parameters));
        var main = File.ReadAllText(Path.Combine(House.Root, "deploy", "main.bicep"));
        // Connections for users: docs/scale.md, P1.
        var admitted = Regex.Match(text, "name: '(?<sku>[^']+)'").Groups["sku"].Value switch
        {
            "Standard_B1ms" => 35,
            "Standard_D2ds_v5" => 844,
            var other => throw new InvalidOperationException($"Look up how many connections {other} admits."),
        };

        (Number(text, "databasePoolSize") * Number(main, "maximumInstances")).ShouldBeLessThan(admitted);

        static int Number(string text, string name) => int.Parse(Regex.Match(text, $@"param {name}( int)? = (?<n>\d+)").Groups["n"].Value, CultureInfo.InvariantCulture);
    }

    private static void SkipWithoutCompiler() => Assert.SkipWhen(Compiler is null, "The Bicep compiler is fetched for Linux on x64 alone.");

    private static IEnumerable<JsonObject> Resources(JsonObject template)
    {
        var resources = template["resources"] switch
        {
            JsonArray list => list.Select(r => r!.AsObject()),
            JsonObject named => named.Select(r => r.Value!.AsObject()),
            _ => [],
        };
        return resources.SelectMany(r => r["properties"]?["template"] is JsonObject nested ? Resources(nested).Prepend(r) : [r]);
    }

    private static Compilation Compile(string parameters, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Compiler!) { WorkingDirectory = Path.Combine(House.Root, "deploy"), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["build-params", parameters, "--stdout"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
        var compiled = JsonNode.Parse(output)!;
        return new Compilation(Part("templateJson").AsObject(), Part("parametersJson")["parameters"]!.AsObject(), errors.Result);

        JsonNode Part(string name) => JsonNode.Parse(compiled[name]!.GetValue<string>())!;
    }

    private sealed record Compilation(JsonObject Template, JsonObject Parameters, string Errors);
}
