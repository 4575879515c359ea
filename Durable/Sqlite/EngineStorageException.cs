namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>The engine's file can't be opened, read or written. The message says which file and what to do.</summary>
/// <param name="message">What failed, on which file.</param>
/// <param name="errorCode">SQLite's primary result code, for example 13 for a full disk.</param>
public sealed class EngineStorageException(string message, int errorCode) : Exception(message)
{
    /// <summary>SQLite's primary result code.</summary>
    public int ErrorCode { get; } = errorCode;

    /// <summary>True where the same write may succeed later: the disk is full, or another program holds the file for a moment.</summary>
    public bool IsTransient => ErrorCode is SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;
}
