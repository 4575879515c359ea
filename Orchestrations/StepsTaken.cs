using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ClinicalEngagement.Orchestrations;

/// <summary>Which steps of the protocols were taken, read from the counter of <see cref="EngagementMetrics"/>: for rehearsals.</summary>
public sealed class StepsTaken : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<(string Protocol, string Transition), bool> taken = [];

    /// <summary>Listens to those metrics and no others in the process.</summary>
    public StepsTaken(EngagementMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, metrics.Meter))
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => taken[((string)tags[0].Value!, (string)tags[1].Value!)] = true);
        listener.Start();
    }

    /// <summary>Those that were taken so far.</summary>
    public ICollection<(string Protocol, string Transition)> Taken => taken.Keys;

    /// <summary>Those that were not, in the order in which they are listed.</summary>
    public IReadOnlyList<(string Protocol, string Transition)> Missing => [.. Protocols.All.Where(step => !taken.ContainsKey(step))];

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();
}
