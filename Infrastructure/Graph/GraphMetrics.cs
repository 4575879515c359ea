using System.Diagnostics.Metrics;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>What Microsoft 365 did not do, counted by the name of our operation; no mailbox is in it.</summary>
public static class GraphMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ClinicalEngagement.Graph";

    /// <summary>Calls that were refused: a permission, a scope or a mailbox has changed.</summary>
    public const string RefusedName = "engagement.graph.refused";

    /// <summary>Calls that were put off.</summary>
    public const string ThrottledName = "engagement.graph.throttled";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> RefusedCalls = Meter.CreateCounter<long>(RefusedName, description: "Calls that Microsoft 365 refused.");
    private static readonly Counter<long> ThrottledCalls = Meter.CreateCounter<long>(ThrottledName, description: "Calls that Microsoft 365 put off.");

    internal static void Refused(string operation) => RefusedCalls.Add(1, new KeyValuePair<string, object?>("operation", operation));

    internal static void Throttled(string operation) => ThrottledCalls.Add(1, new KeyValuePair<string, object?>("operation", operation));
}
