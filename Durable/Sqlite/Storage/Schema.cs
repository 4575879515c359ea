namespace ClinicalEngagement.Durable.Sqlite.Storage;

/// <summary>The engine's tables. Times are UTC ticks, payloads JSON.</summary>
internal static class Schema
{
    /// <summary>Written to <c>user_version</c>; a file with another number is refused.</summary>
    public const long Version = 1;

    // History holds one row a turn, clustered by instance: a step appends one row, and a replay reads one range.
    // Timers are clustered by due time, so that the next due is the first row and needs no index of its own.
    public const string Create = """
        CREATE TABLE instances(
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            orchestrator TEXT NOT NULL,
            state INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            first_seq INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            input TEXT,
            waits_for TEXT,
            failure TEXT) STRICT;
        CREATE INDEX instances_by_state ON instances(state);
        CREATE TABLE history(
            instance INTEGER NOT NULL,
            turn INTEGER NOT NULL,
            at INTEGER NOT NULL,
            events TEXT NOT NULL,
            PRIMARY KEY(instance, turn)) STRICT, WITHOUT ROWID;
        CREATE TABLE inbox(
            instance INTEGER NOT NULL,
            id INTEGER NOT NULL,
            event TEXT,
            data TEXT,
            PRIMARY KEY(instance, id)) STRICT, WITHOUT ROWID;
        CREATE TABLE timers(
            fire_at INTEGER NOT NULL,
            instance INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            retry INTEGER NOT NULL,
            PRIMARY KEY(fire_at, instance, seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE activities(
            instance INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            name TEXT NOT NULL,
            input TEXT NOT NULL,
            retry TEXT,
            failures INTEGER NOT NULL,
            recoveries INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            PRIMARY KEY(instance, seq)) STRICT, WITHOUT ROWID;
        CREATE TABLE dead_letters(
            id INTEGER PRIMARY KEY,
            instance INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            activity TEXT NOT NULL,
            input TEXT NOT NULL,
            error_type TEXT NOT NULL,
            message TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            at INTEGER NOT NULL) STRICT;
        CREATE INDEX dead_letters_by_instance ON dead_letters(instance);
        """;
}
