using ClinicalEngagement.Orchestrations.Observing;
using Microsoft.Azure.Functions.Worker;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Counts what somebody should look at; the deployment's alerts watch the numbers, and notice when none come.</summary>
public sealed class MeasureSweepFunction(StandingReader standing)
{
    /// <summary>Runs every five minutes.</summary>
    [Function("MeasureSweep")]
    public Task RunAsync([TimerTrigger("%Schedules:MeasureSweep%")] TimerInfo timer, CancellationToken cancellationToken) =>
        standing.ReadAsync(cancellationToken);
}
