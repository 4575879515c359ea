using ClinicalEngagement.Durable.Abstractions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ClinicalEngagement.Durable.Sqlite.Storage;

/// <summary>The engine's one writing connection, used by the engine's thread alone. Everything here is one statement.</summary>
internal sealed class EngineDatabase : IDisposable
{
    private const string InstanceColumns =
        "key, id, orchestrator, state, generation, first_seq, created_at, updated_at, input, waits_for, failure";

    private readonly SqliteConnection connection;
    private readonly sqlite3 handle;
    private readonly string file;
    private readonly List<Statement> statements = [];

    private readonly Statement begin, commit, rollback, insertInstance, turnInstance, endInstance, nextGeneration, instanceById, instanceByKey,
        insertHistory, readHistory, deleteHistory, insertInbox, deleteInbox, readInbox, clearInbox, insertTimer, deleteTimer, dueTimers,
        nextTimer, insertActivity, deleteActivity, delayActivity, recoverActivity, clearActivities, insertDeadLetter;

    private EngineDatabase(SqliteConnection connection, string file)
    {
        this.connection = connection;
        this.file = file;
        handle = connection.Handle!;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        insertInstance = Prepare($"INSERT INTO instances({InstanceColumns}) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)");
        turnInstance = Prepare("UPDATE instances SET updated_at=?2, waits_for=?3 WHERE key=?1");
        endInstance = Prepare("UPDATE instances SET state=?2, updated_at=?3, waits_for=?4, failure=?5 WHERE key=?1");
        nextGeneration = Prepare(
            "UPDATE instances SET state=?2, updated_at=?3, waits_for=NULL, generation=?4, first_seq=?5, input=?6 WHERE key=?1");
        instanceById = Prepare($"SELECT {InstanceColumns} FROM instances WHERE id=?1");
        instanceByKey = Prepare($"SELECT {InstanceColumns} FROM instances WHERE key=?1");
        insertHistory = Prepare("INSERT INTO history(instance, turn, at, events) VALUES(?1,?2,?3,?4)");
        readHistory = Prepare("SELECT turn, at, events FROM history WHERE instance=?1 ORDER BY turn");
        deleteHistory = Prepare("DELETE FROM history WHERE instance=?1");
        insertInbox = Prepare("INSERT INTO inbox(instance, id, event, data) VALUES(?1,?2,?3,?4)");
        deleteInbox = Prepare("DELETE FROM inbox WHERE instance=?1 AND id=?2");
        readInbox = Prepare("SELECT id, event, data FROM inbox WHERE instance=?1 ORDER BY id");
        clearInbox = Prepare("DELETE FROM inbox WHERE instance=?1");
        insertTimer = Prepare("INSERT INTO timers(fire_at, instance, seq, retry) VALUES(?1,?2,?3,?4)");
        deleteTimer = Prepare("DELETE FROM timers WHERE fire_at=?1 AND instance=?2 AND seq=?3");
        dueTimers = Prepare("SELECT fire_at, instance, seq, retry FROM timers WHERE fire_at<=?1 ORDER BY fire_at, instance, seq LIMIT ?2");
        nextTimer = Prepare("SELECT fire_at FROM timers ORDER BY fire_at LIMIT 1");
        insertActivity = Prepare(
            "INSERT INTO activities(instance, seq, name, input, retry, failures, recoveries, due_at) VALUES(?1,?2,?3,?4,?5,0,0,?6)");
        deleteActivity = Prepare("DELETE FROM activities WHERE instance=?1 AND seq=?2");
        delayActivity = Prepare("UPDATE activities SET failures=?3, due_at=?4 WHERE instance=?1 AND seq=?2");
        recoverActivity = Prepare("UPDATE activities SET recoveries=?3 WHERE instance=?1 AND seq=?2");
        clearActivities = Prepare("DELETE FROM activities WHERE instance=?1");
        insertDeadLetter = Prepare(
            "INSERT INTO dead_letters(instance, seq, activity, input, error_type, message, attempts, at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
    }

    /// <exception cref="EngineStorageException">The file can't be opened, is not the engine's, or is of another version.</exception>
    public static EngineDatabase Open(EmbeddedEngineOptions options)
    {
        var file = options.DatabaseFile;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            Vfs = options.Vfs,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
        }.ConnectionString);
        try
        {
            connection.Open();
            if (raw.sqlite3_db_readonly(connection.Handle!, "main") == 1)
                throw SqliteFailure.Create(raw.SQLITE_READONLY, "attempt to write a readonly database", file);
            _ = raw.sqlite3_busy_timeout(connection.Handle!, (int)options.BusyTimeout.TotalMilliseconds);
            Configure(connection, options);
            return new EngineDatabase(connection, file);
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw SqliteFailure.Create(failure.SqliteErrorCode, failure.Message, file);
        }
        catch (EngineStorageException)
        {
            connection.Dispose();
            throw;
        }
    }

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    /// <summary>Leaves the transaction, if SQLite has not done so by itself.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(handle) == 0)
            rollback.Run();
    }

    public void Insert(InstanceRow row) => insertInstance
        .Bind(1, row.Key).Bind(2, row.Id).Bind(3, row.Orchestrator).Bind(4, (long)row.State).Bind(5, row.Generation).Bind(6, row.FirstSeq)
        .Bind(7, row.CreatedAt).Bind(8, row.UpdatedAt).Bind(9, row.Input).Bind(10, row.WaitsFor).Bind(11, row.Failure).Run();

    /// <summary>A turn that left the state as it was.</summary>
    public void Touch(long key, DateTimeOffset at, string? waitsFor) => turnInstance.Bind(1, key).Bind(2, at).Bind(3, waitsFor).Run();

    public void SetState(long key, OrchestrationState state, DateTimeOffset at, string? waitsFor, string? failure) =>
        endInstance.Bind(1, key).Bind(2, (long)state).Bind(3, at).Bind(4, waitsFor).Bind(5, failure).Run();

    public void BeginGeneration(long key, DateTimeOffset at, long generation, long firstSeq, string? input) =>
        nextGeneration.Bind(1, key).Bind(2, (long)OrchestrationState.Running).Bind(3, at).Bind(4, generation).Bind(5, firstSeq).Bind(6, input).Run();

    public InstanceRow? FindInstance(string id) => ReadInstance(instanceById.Bind(1, id));

    public InstanceRow? FindInstance(long key) => ReadInstance(instanceByKey.Bind(1, key));

    public void InsertHistory(long key, int turn, DateTimeOffset at, ReadOnlySpan<byte> events) =>
        insertHistory.Bind(1, key).Bind(2, turn).Bind(3, at).BindText(4, events).Run();

    public List<HistoryRow> ReadHistory(long key)
    {
        var rows = new List<HistoryRow>();
        readHistory.Bind(1, key);
        while (readHistory.Read())
            rows.Add(new HistoryRow((int)readHistory.Int64(0), readHistory.Time(1), readHistory.Utf8(2).ToArray()));
        return rows;
    }

    public void DeleteHistory(long key) => deleteHistory.Bind(1, key).Run();

    public void InsertInbox(long key, InboxRow row) => insertInbox.Bind(1, key).Bind(2, row.Id).Bind(3, row.Event).Bind(4, row.Data).Run();

    public void DeleteInbox(long key, long id) => deleteInbox.Bind(1, key).Bind(2, id).Run();

    public List<InboxRow> ReadInbox(long key)
    {
        var rows = new List<InboxRow>();
        readInbox.Bind(1, key);
        while (readInbox.Read())
            rows.Add(new InboxRow(readInbox.Int64(0), readInbox.Text(1), readInbox.Text(2)));
        return rows;
    }

    public void ClearInbox(long key) => clearInbox.Bind(1, key).Run();

    public void Insert(TimerRow row) => insertTimer.Bind(1, row.FireAt).Bind(2, row.Instance).Bind(3, row.Seq).Bind(4, row.IsRetry ? 1 : 0).Run();

    public void DeleteTimer(DateTimeOffset fireAt, long instance, long seq) => deleteTimer.Bind(1, fireAt).Bind(2, instance).Bind(3, seq).Run();

    public List<TimerRow> DueTimers(DateTimeOffset now, int limit)
    {
        var rows = new List<TimerRow>();
        dueTimers.Bind(1, now).Bind(2, limit);
        while (dueTimers.Read())
            rows.Add(new TimerRow(dueTimers.Time(0), dueTimers.Int64(1), dueTimers.Int64(2), dueTimers.Int64(3) != 0));
        return rows;
    }

    public DateTimeOffset? NextTimer()
    {
        if (!nextTimer.Read())
            return null;
        var next = nextTimer.Time(0);
        nextTimer.Reset();
        return next;
    }

    public void InsertActivity(long key, long seq, string name, string input, string? retry, DateTimeOffset dueAt) =>
        insertActivity.Bind(1, key).Bind(2, seq).Bind(3, name).Bind(4, input).Bind(5, retry).Bind(6, dueAt).Run();

    public void DeleteActivity(long key, long seq) => deleteActivity.Bind(1, key).Bind(2, seq).Run();

    public void DelayActivity(long key, long seq, int failures, DateTimeOffset dueAt) =>
        delayActivity.Bind(1, key).Bind(2, seq).Bind(3, failures).Bind(4, dueAt).Run();

    public void RecoverActivity(long key, long seq, int recoveries) => recoverActivity.Bind(1, key).Bind(2, seq).Bind(3, recoveries).Run();

    public void ClearActivities(long key) => clearActivities.Bind(1, key).Run();

    public void InsertDeadLetter(long key, long seq, string activity, string input, string errorType, string message, int attempts, DateTimeOffset at) =>
        insertDeadLetter.Bind(1, key).Bind(2, seq).Bind(3, activity).Bind(4, input).Bind(5, errorType).Bind(6, message).Bind(7, attempts).Bind(8, at).Run();

    public long MaxInstanceKey() => Scalar("SELECT coalesce(max(key), 0) FROM instances");

    public long MaxInboxId() => Scalar("SELECT coalesce(max(id), 0) FROM inbox");

    /// <summary>Every instance for which something is stored that no turn has taken.</summary>
    public List<long> InstancesWithInbox()
    {
        using var select = new Statement(handle, file, "SELECT DISTINCT instance FROM inbox ORDER BY instance");
        var keys = new List<long>();
        while (select.Read())
            keys.Add(select.Int64(0));
        return keys;
    }

    /// <summary>Every activity that is not answered, with its instance's id; those in backoff are left to their timers.</summary>
    public List<(ActivityRow Row, string InstanceId)> ReadyActivities()
    {
        using var select = new Statement(handle, file, """
            SELECT a.instance, a.seq, a.name, a.input, a.retry, a.failures, a.recoveries, a.due_at, i.id
            FROM activities a JOIN instances i ON i.key = a.instance
            WHERE a.failures = 0 OR NOT EXISTS(SELECT 1 FROM timers t WHERE t.fire_at = a.due_at AND t.instance = a.instance AND t.seq = a.seq)
            ORDER BY a.instance, a.seq
            """);
        var rows = new List<(ActivityRow, string)>();
        while (select.Read())
            rows.Add((ReadActivity(select), select.Text(8)!));
        return rows;
    }

    public ActivityRow? FindActivity(long key, long seq)
    {
        using var select = new Statement(handle, file,
            "SELECT instance, seq, name, input, retry, failures, recoveries, due_at FROM activities WHERE instance=?1 AND seq=?2");
        select.Bind(1, key).Bind(2, seq);
        return select.Read() ? ReadActivity(select) : null;
    }

    /// <summary>The activities of one instance that wait out a backoff, each with when it ends.</summary>
    public List<TimerRow> Backoffs(long key)
    {
        using var select = new Statement(handle, file, "SELECT due_at, instance, seq FROM activities WHERE instance=?1 AND failures > 0");
        select.Bind(1, key);
        var rows = new List<TimerRow>();
        while (select.Read())
            rows.Add(new TimerRow(select.Time(0), select.Int64(1), select.Int64(2), IsRetry: true));
        return rows;
    }

    /// <summary>Removes some instances that ended before a time, with all that belongs to them, but none that has an activity left.</summary>
    /// <returns>The ids removed.</returns>
    public List<string> Purge(DateTimeOffset endedBefore, int limit)
    {
        var purged = new List<(long Key, string Id)>();
        using (var select = new Statement(handle, file, """
            SELECT key, id FROM instances
            WHERE state >= ?1 AND updated_at < ?2 AND NOT EXISTS(SELECT 1 FROM activities WHERE instance = key) LIMIT ?3
            """))
        {
            select.Bind(1, (long)OrchestrationState.Completed).Bind(2, endedBefore).Bind(3, limit);
            while (select.Read())
                purged.Add((select.Int64(0), select.Text(1)!));
        }
        foreach (var (key, _) in purged)
            Remove(key);
        return purged.ConvertAll(p => p.Id);
    }

    /// <summary>Removes an instance that has ended, but none that has an activity left.</summary>
    public bool TryPurge(long key)
    {
        using (var select = new Statement(handle, file, "SELECT 1 FROM activities WHERE instance=?1"))
            if (select.Bind(1, key).Read())
                return false;
        Remove(key);
        return true;
    }

    /// <summary>Writes the file anew and empties its log, so that nothing that was deleted can be read from it.</summary>
    /// <returns>False when a reader kept the log from being emptied.</returns>
    public bool Rewrite()
    {
        try
        {
            Execute(connection, "VACUUM");
            return ScalarOf(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.Create(failure.SqliteErrorCode, failure.Message, file);
        }
    }

    /// <summary>Removes an instance that has ended, with all that belongs to it.</summary>
    public void Remove(long key)
    {
        DeleteHistory(key);
        ClearInbox(key);
        ClearActivities(key);
        using (var letters = new Statement(handle, file, "DELETE FROM dead_letters WHERE instance=?1"))
            letters.Bind(1, key).Run();
        using var instance = new Statement(handle, file, "DELETE FROM instances WHERE key=?1");
        instance.Bind(1, key).Run();
    }

    public void Dispose()
    {
        foreach (var statement in statements)
            statement.Dispose();
        connection.Dispose();
    }

    internal static InstanceRow? ReadInstance(Statement statement)
    {
        if (!statement.Read())
            return null;
        var row = new InstanceRow(
            statement.Int64(0), statement.Text(1)!, statement.Text(2)!, (OrchestrationState)statement.Int64(3), statement.Int64(4),
            statement.Int64(5), statement.Time(6), statement.Time(7), statement.Text(8), statement.Text(9), statement.Text(10));
        statement.Reset();
        return row;
    }

    private static ActivityRow ReadActivity(Statement select) => new(
        select.Int64(0), select.Int64(1), select.Text(2)!, select.Text(3)!, select.Text(4), (int)select.Int64(5), (int)select.Int64(6), select.Time(7));

    private static void Configure(SqliteConnection connection, EmbeddedEngineOptions options)
    {
        using (var journal = connection.CreateCommand())
        {
            journal.CommandText = "PRAGMA journal_mode=WAL";
            // SQLite answers with the mode it stays in, where the place can't hold a log, as on some network shares.
            if (journal.ExecuteScalar() is not "wal")
                throw SqliteFailure.Create(raw.SQLITE_CANTOPEN, "a write-ahead log can't be kept beside it", options.DatabaseFile);
        }
        Execute(connection, $"PRAGMA synchronous={(int)options.Synchronous}");
        Execute(connection, "PRAGMA temp_store=MEMORY");
        Execute(connection, "PRAGMA cache_size=-65536");
        Execute(connection, $"PRAGMA wal_autocheckpoint={options.CheckpointPages}");
        var version = ScalarOf(connection, "PRAGMA user_version");
        if (version == 0 && ScalarOf(connection, "SELECT count(*) FROM sqlite_schema") == 0)
            Execute(connection, $"BEGIN IMMEDIATE; {Schema.Create} PRAGMA user_version={Schema.Version}; COMMIT;");
        else if (version != Schema.Version)
            throw new EngineStorageException(
                $"Durable engine file '{options.DatabaseFile}' has schema version {version}, this engine writes {Schema.Version}. Give the engine a file of its own.",
                raw.SQLITE_MISMATCH);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long ScalarOf(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private long Scalar(string sql)
    {
        using var select = new Statement(handle, file, sql);
        select.Read();
        var value = select.Int64(0);
        select.Reset();
        return value;
    }

    private Statement Prepare(string sql)
    {
        var statement = new Statement(handle, file, sql);
        statements.Add(statement);
        return statement;
    }
}
