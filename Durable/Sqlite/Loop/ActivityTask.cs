using System.Diagnostics;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>One scheduled activity that is not answered yet.</summary>
internal sealed class ActivityTask(long instance, string instanceId, long seq, string name, string input, string? retry)
{
    public long Instance { get; } = instance;

    public string InstanceId { get; } = instanceId;

    public long Seq { get; } = seq;

    public string Name { get; } = name;

    public string Input { get; } = input;

    /// <summary>The retry policy as stored; null is one try.</summary>
    public string? Retry { get; } = retry;

    /// <summary>How many tries have failed.</summary>
    public int Failures { get; set; }

    /// <summary>How many times it was begun again because the process had died.</summary>
    public int Recoveries { get; set; }

    /// <summary>True until it is noted that a new process begins it again.</summary>
    public bool IsRecovered { get; set; }

    /// <summary>When it may run.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>True when its orchestration was ended and its result is wanted no more.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>The turn that asked for it, in the trace.</summary>
    public ActivityContext AskedBy { get; init; }

    /// <summary>Why its last try failed.</summary>
    public Incoming.ActivityFailed? Failure { get; set; }

    public static ActivityTask From(ActivityRow row, string instanceId) => new(row.Instance, instanceId, row.Seq, row.Name, row.Input, row.Retry)
    {
        Failures = row.Failures,
        Recoveries = row.Recoveries,
        DueAt = row.DueAt,
    };
}
