using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using ClinicalEngagement.Durable.Sqlite.Loop;

namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>
/// What an engine tells OpenTelemetry: a trace for each orchestration, whose turns link back to the turn before and whose activities
/// hang below the turn that asked for them; and the metrics <c>durable.turns</c>, <c>durable.commits</c>, <c>durable.commit.duration</c>
/// (ms), <c>durable.commit.writes</c>, <c>durable.timer.lateness</c> (ms), <c>durable.activities</c> (by outcome),
/// <c>durable.activities.ready</c>, <c>durable.activities.running</c>, <c>durable.messages.waiting</c>, <c>durable.instances.live</c>.
/// Names and ids only: no input, result or event data. The meter's tag <c>durable.file</c> tells the engines of one process apart.
/// </summary>
internal sealed class EngineTelemetry : IDisposable
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ClinicalEngagement.Durable";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> turns;
    private readonly Counter<long> commits;
    private readonly Counter<long> activities;
    private readonly Histogram<double> commitDuration;
    private readonly Histogram<long> commitWrites;
    private readonly Histogram<double> timerLateness;

    public EngineTelemetry(string file, Func<int> ready, Func<int> running, Func<int> waiting, Func<int> live)
    {
        meter = new Meter(Name, version: null, tags: [new("durable.file", file)]);
        turns = meter.CreateCounter<long>("durable.turns", "{turn}", "Turns run.");
        commits = meter.CreateCounter<long>("durable.commits", "{commit}", "Transactions committed.");
        activities = meter.CreateCounter<long>("durable.activities", "{run}", "Runs of activities that ended, by outcome.");
        commitDuration = meter.CreateHistogram<double>("durable.commit.duration", "ms", "From the begin of a transaction to its commit.");
        commitWrites = meter.CreateHistogram<long>("durable.commit.writes", "{write}", "Turns and requests in one transaction.");
        timerLateness = meter.CreateHistogram<double>("durable.timer.lateness", "ms", "From a timer's due time to the turn that takes it.");
        meter.CreateObservableGauge("durable.activities.ready", ready, "{activity}", "Activities that wait for a free place.");
        meter.CreateObservableGauge("durable.activities.running", running, "{activity}", "Activities that run.");
        meter.CreateObservableGauge("durable.messages.waiting", waiting, "{message}", "Messages that the engine's thread has not taken yet.");
        meter.CreateObservableGauge("durable.instances.live", live, "{instance}", "Orchestrations kept in memory.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    public static Activity? BeginTurn(Instance instance)
    {
        if (!Source.HasListeners())
            return null;
        var links = instance.LastTurn is { } last ? new[] { new ActivityLink(last) } : null;
        var turn = Source.StartActivity($"turn {instance.Orchestrator}", ActivityKind.Internal, RootOf(instance), links: links);
        turn?.SetTag("durable.instance", instance.Id);
        turn?.SetTag("durable.generation", instance.Generation);
        turn?.SetTag("durable.turn", instance.NextTurn);
        return turn;
    }

    public static Activity? BeginActivity(ActivityTask task)
    {
        if (!Source.HasListeners())
            return null;
        var run = Source.StartActivity($"activity {task.Name}", ActivityKind.Internal, task.AskedBy);
        run?.SetTag("durable.instance", task.InstanceId);
        run?.SetTag("durable.seq", task.Seq);
        run?.SetTag("durable.failures", task.Failures);
        return run;
    }

    public void TurnBegun() => turns.Add(1);

    public void ActivityEnded(string outcome) => activities.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void TimerTaken(TimeSpan late) => timerLateness.Record(late.TotalMilliseconds);

    public void Committed(int writes, TimeSpan duration)
    {
        commits.Add(1);
        commitWrites.Record(writes);
        commitDuration.Record(duration.TotalMilliseconds);
    }

    // Derived, not stored: every process that runs a turn of the orchestration finds the same trace.
    private static ActivityContext RootOf(Instance instance)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{instance.Id}\n{instance.CreatedAt.UtcTicks}"), hash);
        return new ActivityContext(
            ActivityTraceId.CreateFromBytes(hash[..16]), ActivitySpanId.CreateFromBytes(hash[16..24]), ActivityTraceFlags.Recorded);
    }
}
