namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>How an <see cref="EmbeddedEngine"/> runs.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>The SQLite file; created with its folder when missing. A lock file of the same name with <c>.lock</c> stands beside it while it is open.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>How far a commit goes before it is acknowledged. <see cref="Synchronous.Full"/> unless the data may be thrown away.</summary>
    public Synchronous Synchronous { get; init; } = Synchronous.Full;

    /// <summary>How many activities run at once when live, at least 1. Stepped, it is always one.</summary>
    public int MaxConcurrentActivities { get; init; } = 64;

    /// <summary>
    /// How many orchestrations are kept in memory between turns, at least 0; the least recently used are dropped and replayed from
    /// history when something comes for them. With 0 every turn replays.
    /// </summary>
    public int LiveExecutions { get; init; } = 2_000;

    /// <summary>
    /// How many times an activity is begun again after the process died while it ran, before it is taken for what kills the
    /// process and fails for good; at least 1.
    /// </summary>
    public int MaxRecoveries { get; init; } = 20;

    /// <summary>How long to wait for another program that holds the file, before it is an error.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The name of the SQLite VFS to write through; a test brings one whose disk is full or broken.</summary>
    internal string? Vfs { get; init; }

    // 4 MB of log: copying it back holds up what is due meanwhile, 16 MB for a tenth of a second.
    internal int CheckpointPages { get; init; } = 1_024;

    /// <summary>The wait after a commit that failed on a full disk; each further wait is twice as long, up to two seconds.</summary>
    internal TimeSpan FirstStorageRetry { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Called around every commit; a test throws here to stand in for a crash.</summary>
    internal Action<CommitPoint>? CommitProbe { get; init; }

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(DatabaseFile);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(LiveExecutions);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecoveries, 1);
    }
}

internal enum CommitPoint
{
    Before,
    After,
}
