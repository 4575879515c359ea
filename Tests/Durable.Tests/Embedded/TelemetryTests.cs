using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Durable.Tests.Harness;

namespace ClinicalEngagement.Durable.Tests.Embedded;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_OneForEachOrchestration_AcrossRestarts()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EmbeddedEngine.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("Traced", async (context, input) =>
        {
            await context.CallActivityAsync(note, input);
            await context.CreateTimerAsync(context.CurrentUtc.AddHours(1), CancellationToken.None);
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "traced-1", "x");
        await harness.StartAsync(orchestrator, "traced-2", "x");
        await harness.StepAsync();
        await harness.ReopenAsync();
        await harness.RunAsync();

        var ours = spans.Where(s => s.GetTagItem("durable.instance") is "traced-1").ToList();
        ours.Select(s => s.OperationName).ShouldBe(["turn Traced", "activity Note", "turn Traced", "turn Traced"]);
        ours.Select(s => s.TraceId).Distinct().Count().ShouldBe(1);
        ours[1].ParentSpanId.ShouldBe(ours[0].SpanId);
        ours[2].Links.Single().Context.SpanId.ShouldBe(ours[0].SpanId);
        spans.First(s => s.GetTagItem("durable.instance") is "traced-2").TraceId.ShouldNotBe(ours[0].TraceId);
    }

    [Fact]
    public async Task Metrics_CountTurnsCommitsActivitiesAndLateness()
    {
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == EmbeddedEngine.TelemetryName)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
        await using var harness = new EngineHarness();
        var note = harness.Note();
        var orchestrator = harness.Orchestrator<string>("O", async (context, input) =>
        {
            await context.CallActivityAsync(note, input);
            await context.CreateTimerAsync(context.CurrentUtc.AddHours(1), CancellationToken.None);
        });
        await harness.OpenAsync();
        await harness.StartAsync(orchestrator, "i", "x");
        await harness.StepAsync();
        harness.Clock.Advance(TimeSpan.FromHours(1.5));
        await harness.StepAsync();

        sums["durable.turns"].ShouldBeGreaterThanOrEqualTo(3);
        sums["durable.commits"].ShouldBeGreaterThanOrEqualTo(4);
        sums["durable.activities"].ShouldBeGreaterThanOrEqualTo(1);
        sums["durable.timer.lateness"].ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(30).TotalMilliseconds);
    }
}
