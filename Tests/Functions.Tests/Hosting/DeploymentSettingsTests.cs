using System.Reflection;
using System.Text.RegularExpressions;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>What <c>deploy/modules/app.bicep</c> sets and what the code reads are the same settings.</summary>
public sealed partial class DeploymentSettingsTests
{
    /// <summary>Read by the platform, the host or a library by itself.</summary>
    private static readonly string[] Foreign =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential", "AzureWebJobsStorage__clientId",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
        "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIALS", "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
    ];

    private static readonly Dictionary<string, Type> Sections = new()
    {
        ["Storage"] = typeof(EngagementStorageOptions),
        ["Links"] = typeof(LinkOptions),
        ["Graph"] = typeof(GraphOptions),
        ["Engagement"] = typeof(EngagementOptions),
    };

    private static readonly string[] Deployed = [.. Names(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", "app.bicep")))];

    private static readonly string[] Schedules =
    [
        .. AppFunction.With<TimerTriggerAttribute>()
            .Select(f => f.Trigger<TimerTriggerAttribute>().GetCustomAttribute<TimerTriggerAttribute>()!.Schedule.Trim('%').Replace(":", "__", StringComparison.Ordinal)),
    ];

    [Fact]
    public void WhatIsDeployed_IsReadBySomebody()
    {
        Deployed.Length.ShouldBeGreaterThan(15);
        Deployed.Where(name => !Foreign.Contains(name) && !Schedules.Contains(name) && !IsOption(name)).ShouldBeEmpty();
    }

    [Fact]
    public void EveryTimer_HasItsScheduleDeployed() => Schedules.Except(Deployed).ShouldBeEmpty();

    [Theory]
    [InlineData("Storage__Provider")]
    [InlineData("Storage__ConnectionString")]
    [InlineData("Storage__EntraToken")]
    [InlineData("Links__PublicAddress")]
    [InlineData("Links__Keys__0__Id")]
    [InlineData("Links__Keys__0__Secret")]
    [InlineData("Graph__Credential")]
    [InlineData("Graph__ClientId")]
    [InlineData("Graph__NotificationAddress")]
    public void WhatTheAppCannotDoWithout_IsDeployed(string name) => Deployed.ShouldContain(name);

    [Fact]
    public void EverySchedule_IsTabled()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", "functions.md"));
        Schedules.Select(s => s.Replace("__", ":", StringComparison.Ordinal)).ShouldAllBe(s => page.Contains($"`{s}`", StringComparison.Ordinal));
    }

    private static bool IsOption(string name)
    {
        var parts = name.Split("__");
        if (!Sections.TryGetValue(parts[0], out var type))
            return false;
        foreach (var part in parts.Skip(1))
        {
            if (int.TryParse(part, out _))
                type = type.GetInterfaces().Append(type).First(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IList<>)).GetGenericArguments()[0];
            else if (type.GetProperty(part) is { } property)
                type = property.PropertyType;
            else
                return false;
        }
        return true;
    }

    /// <summary>Keys of the objects that settings are made of; of a key with a number for each, the first.</summary>
    private static IEnumerable<string> Names(string bicep) =>
        from block in Settings().Matches(bicep)
        from name in Key().Matches(block.Value)
        select name.Groups["name"].Value.Replace("${i}", "0", StringComparison.Ordinal);

    [GeneratedRegex(@"^var \w+Settings = .*?(?=^\S*$|\nvar |\nresource )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Settings();

    [GeneratedRegex(@"(?:[{\s]|=> ')(?<name>[A-Za-z]+_[\w${}]*)(?:'|: )")]
    private static partial Regex Key();
}
