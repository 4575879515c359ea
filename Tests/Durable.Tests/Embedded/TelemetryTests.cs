using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ClinicalEngagement.Durable.Abstractions;
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
    public async Task Metrics_Depths_TellWhatRunsAndWhatWaits()
    {
        await using var harness = new EngineHarness();
        harness.Options = harness.Options with { MaxConcurrentActivities = 2 };
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;
        var hold = harness.Activity<int, int>("Hold", async (n, _) =>
        {
            Interlocked.Increment(ref begun);
            await release.Task;
            return n;
        });
        var orchestrator = harness.Orchestrator<int>("O", (context, n) => Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallActivityAsync(hold, i))));
        using var published = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (IsOf(harness, instrument))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        var depths = new ConcurrentDictionary<string, int>();
        published.SetMeasurementEventCallback<int>((instrument, value, _, _) => depths[instrument.Name] = value);
        published.Start();
        await harness.OpenAsync();
        await harness.Engine.StartAsync(EngineHarness.Token);
        await harness.StartAsync(orchestrator, "i", 5);
        await Eventually.TrueAsync(() => Volatile.Read(ref begun) == 2);
        await harness.Engine.NextDueAsync(EngineHarness.Token);
        published.RecordObservableInstruments();

        depths["durable.activities.running"].ShouldBe(2);
        depths["durable.activities.ready"].ShouldBe(3);
        depths["durable.messages.waiting"].ShouldBe(0);
        depths["durable.instances.live"].ShouldBe(1);
        release.SetResult();
        await Eventually.TrueAsync(async () => await harness.StateAsync("i") == OrchestrationState.Completed);
        published.RecordObservableInstruments();
        (depths["durable.activities.running"], depths["durable.activities.ready"]).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Metrics_CountTurnsCommitsActivitiesAndLateness()
    {
        var sums = new ConcurrentDictionary<string, double>();
        await using var harness = new EngineHarness();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (IsOf(harness, instrument))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.Start();
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

        sums["durable.turns"].ShouldBe(3);
        sums["durable.commits"].ShouldBeGreaterThanOrEqualTo(4);
        sums["durable.activities"].ShouldBe(1);
        sums["durable.commit.writes"].ShouldBeGreaterThanOrEqualTo(sums["durable.commits"]);
        sums["durable.commit.duration"].ShouldBeGreaterThan(0);
        sums["durable.timer.lateness"].ShouldBe(TimeSpan.FromMinutes(30).TotalMilliseconds);
    }

    private static bool IsOf(EngineHarness harness, Instrument instrument) =>
        instrument.Meter.Name == EmbeddedEngine.TelemetryName && instrument.Meter.Tags?.Any(t => Equals(t.Value, harness.Options.DatabaseFile)) == true;
}
