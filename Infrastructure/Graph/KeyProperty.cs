using Microsoft.Graph.Models;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>The effect's key on an event or message: a named property in a namespace of our own, so that what was made can be found again.</summary>
internal static class KeyProperty
{
    /// <summary>The property as Graph names it.</summary>
    public const string Id = "String {5c0f9d3e-3a5b-4c57-9c0a-6f0f6a1d8b27} Name ClinicalEngagementKey";

    /// <summary>The property with its value, for a new item.</summary>
    public static List<SingleValueLegacyExtendedProperty> With(string key) => [new() { Id = Id, Value = key }];

    /// <summary>The $filter that finds it.</summary>
    public static string Filter(string key) => $"singleValueExtendedProperties/Any(ep: ep/id eq '{Id}' and ep/value eq '{key.Replace("'", "''", StringComparison.Ordinal)}')";
}
