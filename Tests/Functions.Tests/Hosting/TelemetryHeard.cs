using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>Everything that any library of this process says to whoever collects traces and metrics, while it is listened to.</summary>
internal sealed class TelemetryHeard : IDisposable
{
    /// <summary>The collection of tests that listen to, or export, what the whole process says: one at a time.</summary>
    public const string OfTheProcess = "telemetry of the process";

    private readonly ActivityListener traces;
    private readonly MeterListener metrics = new();

    public TelemetryHeard()
    {
        traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(traces);
        metrics.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        metrics.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument, tags));
        metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        metrics.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = [];

    /// <summary>Names and tags of measurements, each once.</summary>
    public ConcurrentDictionary<string, bool> Measurements { get; } = [];

    /// <summary>All of it as text, a line for each span and measurement.</summary>
    public IEnumerable<string> Lines() => Spans.Select(Line).Concat(Measurements.Keys);

    public void Dispose()
    {
        traces.Dispose();
        metrics.Dispose();
    }

    private static string Line(Activity span) => string.Join(
        ' ',
        [
            span.Source.Name, span.OperationName, span.DisplayName, span.StatusDescription ?? "", span.TraceStateString ?? "",
            .. span.TagObjects.Select(t => $"{t.Key}={t.Value}"),
            .. span.Baggage.Select(b => $"{b.Key}={b.Value}"),
            .. span.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name}.{t.Key}={t.Value}").Prepend(e.Name)),
        ]);

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Measurements[string.Join(' ', [instrument.Meter.Name, instrument.Name, .. tags.ToArray().Select(t => $"{t.Key}={t.Value}")])] = true;
}
