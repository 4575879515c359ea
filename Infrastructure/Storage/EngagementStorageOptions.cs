using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>Which database keeps the store.</summary>
public enum StorageProvider
{
    /// <summary>One SQLite file, owned by one process.</summary>
    Sqlite,

    /// <summary>PostgreSQL 14 or newer, shared by any number of processes.</summary>
    Postgres,
}

/// <summary>Where the store is and how it is kept.</summary>
public sealed record EngagementStorageOptions
{
    /// <summary>Which database.</summary>
    public StorageProvider Provider { get; init; }

    /// <summary>
    /// On SQLite <c>Data Source=path</c>; on PostgreSQL Npgsql's keywords, without a password when <see cref="EntraToken"/> is set.
    /// </summary>
    public required string ConnectionString { get; init; }

    /// <summary>
    /// True (SQLite): a commit is on the disk before it is acknowledged (<c>synchronous=FULL</c>). False only for a throw-away
    /// rehearsal: the file may be lost with the machine, not with the process.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; } = true;

    /// <summary>True (PostgreSQL): sign in with a token of the process's managed identity instead of a password.</summary>
    public bool EntraToken { get; init; }

    /// <summary>How often a transaction is run before its conflict is given up on; 2 to 100.</summary>
    public int MaxAttempts { get; init; } = 12;

    /// <summary>The longest wait before a transaction is run again, in milliseconds; the waits grow up to it and are spread at random.</summary>
    public int MaxBackoffMilliseconds { get; init; } = 250;

    /// <summary>Throws when the options can't be meant.</summary>
    /// <exception cref="ArgumentException">Says which one and what it should be.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString))
            throw new ArgumentException("Storage needs a connection string.");
        if (Provider == StorageProvider.Sqlite && new SqliteConnectionStringBuilder(ConnectionString) is { Mode: SqliteOpenMode.Memory } or { DataSource: "" or ":memory:" })
            throw new ArgumentException("On SQLite the storage needs a file: in memory every connection would be a database of its own.");
        if (MaxAttempts is < 2 or > 100)
            throw new ArgumentException($"MaxAttempts of the storage is {MaxAttempts}; it must be from 2 to 100.");
        if (MaxBackoffMilliseconds is < 1 or > 60_000)
            throw new ArgumentException($"MaxBackoffMilliseconds of the storage is {MaxBackoffMilliseconds}; it must be from 1 to 60000.");
        if (EntraToken && Provider != StorageProvider.Postgres)
            throw new ArgumentException("EntraToken is for PostgreSQL only.");
    }
}
