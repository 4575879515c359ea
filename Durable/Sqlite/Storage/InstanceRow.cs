using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Sqlite.Storage;

/// <summary>One row of <c>instances</c>.</summary>
/// <param name="FirstSeq">The first sequence number of the generation; numbers are never used again by a later one.</param>
internal sealed record InstanceRow(
    long Key, string Id, string Orchestrator, OrchestrationState State, long Generation, long FirstSeq, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, string? Input, string? WaitsFor, string? Failure);

/// <summary>One row of <c>history</c>: the events of one turn as JSON.</summary>
internal readonly record struct HistoryRow(int Turn, DateTimeOffset At, byte[] Events);

/// <summary>One row of <c>inbox</c>; without a name it is the beginning of a generation.</summary>
internal readonly record struct InboxRow(long Id, string? Event, string? Data);

/// <summary>One row of <c>timers</c>; <paramref name="IsRetry"/> where it ends an activity's backoff.</summary>
internal readonly record struct TimerRow(DateTimeOffset FireAt, long Instance, long Seq, bool IsRetry);

/// <summary>One row of <c>activities</c>: scheduled and not yet answered.</summary>
internal readonly record struct ActivityRow(
    long Instance, long Seq, string Name, string Input, string? Retry, int Failures, int Recoveries, DateTimeOffset DueAt);
