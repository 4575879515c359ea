namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>What starting an id that is taken does.</summary>
public enum ReusePolicy
{
    /// <summary>An instance in whatever state is left as it is.</summary>
    Never,

    /// <summary>An instance that has completed, failed or been terminated is removed with its history and begun anew; a running one is left.</summary>
    WhenEnded,
}
