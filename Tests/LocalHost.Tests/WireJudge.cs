using System.Collections.Concurrent;
using ClinicalEngagement.GraphSimulator;
using ClinicalEngagement.GraphSimulator.Tests;

namespace ClinicalEngagement.LocalHost.Tests;

/// <summary>
/// Holds what goes between the product and Graph to the official description, where its data are at hand. Of each kind of request the first
/// few are looked at, since the others are made by the same code; all of them where CLINICAL_ENGAGEMENT_SWEEP is set.
/// </summary>
internal sealed class WireJudge
{
    private static readonly int LookedAt = Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP") is null ? 12 : int.MaxValue;
    private readonly ConcurrentDictionary<string, int> seen = new();
    private readonly ConcurrentQueue<string> faults = new();

    public IReadOnlyCollection<string> Faults => faults;

    public void Look(GraphExchange exchange)
    {
        if (Contract.Current is not { } contract)
            return;
        var kind = $"{exchange.Method} {contract.Find(exchange.Method, exchange.Path)?["operationId"]} {exchange.Status}";
        if (seen.AddOrUpdate(kind, 1, (_, count) => count + 1) > LookedAt)
            return;
        foreach (var fault in ContractCheck.Faults(
            contract, exchange.Method, exchange.Path, ContractCheck.Parse(exchange.Sent ?? ""), exchange.Status, ContractCheck.Parse(exchange.Answered ?? "")))
            faults.Enqueue(fault);
    }
}
