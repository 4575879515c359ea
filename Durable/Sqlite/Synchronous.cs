namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>How far a commit goes before it counts, as SQLite's <c>PRAGMA synchronous</c> with a write-ahead log.</summary>
public enum Synchronous
{
    /// <summary>Left to the operating system: survives a killed process, not a power cut. For data that may be thrown away.</summary>
    Off = 0,

    /// <summary>Synced at checkpoints: a power cut may lose the last commits, never their order.</summary>
    Normal = 1,

    /// <summary>Synced at every commit: what was acknowledged survives a power cut.</summary>
    Full = 2,
}
