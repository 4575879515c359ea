using System.Text.Json.Nodes;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Durable.Sqlite;

/// <summary>
/// What an engine's file holds, for pages and tests: a reading connection of its own, so that it never holds up a turn. It sees
/// what was committed when it is asked. Thread-safe.
/// </summary>
public sealed class EngineReader
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly string file;

    private EngineReader(SqliteConnection connection, string file)
    {
        this.connection = connection;
        this.file = file;
    }

    /// <summary>What is known of an instance, or null.</summary>
    public Task<OrchestrationStatus?> FindAsync(string instanceId, CancellationToken cancellationToken) => Read<OrchestrationStatus?>(
        "SELECT id, orchestrator, state, created_at, updated_at, failure FROM instances WHERE id=?1",
        select => select.Bind(1, instanceId),
        select => select.Read() ? Status(select) : null,
        cancellationToken);

    /// <summary>Instances by state, newest first.</summary>
    /// <param name="state">Which, or null for all.</param>
    /// <param name="limit">At most how many.</param>
    /// <param name="offset">How many to pass over.</param>
    public Task<IReadOnlyList<OrchestrationStatus>> ListAsync(
        OrchestrationState? state, int limit, int offset, CancellationToken cancellationToken) => Read(
        $"""
        SELECT id, orchestrator, state, created_at, updated_at, failure FROM instances
        {(state is null ? "WHERE ?1 IS NULL" : "WHERE state=?1")} ORDER BY key DESC LIMIT ?2 OFFSET ?3
        """,
        select => (state is { } only ? select.Bind(1, (long)only) : select.Bind(1, (string?)null)).Bind(2, limit).Bind(3, offset),
        select => All(select, Status),
        cancellationToken);

    /// <summary>How many instances are in each state; states without any are left out.</summary>
    public Task<IReadOnlyDictionary<OrchestrationState, long>> CountAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<OrchestrationState, long>>(
            "SELECT state, count(*) FROM instances GROUP BY state",
            select => select,
            select =>
            {
                var counts = new Dictionary<OrchestrationState, long>();
                while (select.Read())
                    counts.Add((OrchestrationState)select.Int64(0), select.Int64(1));
                return counts;
            },
            cancellationToken);

    /// <summary>What happened in an instance's current generation, oldest first; empty for an unknown one.</summary>
    public Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string instanceId, CancellationToken cancellationToken) => Read<IReadOnlyList<HistoryEntry>>(
        "SELECT turn, at, events FROM history WHERE instance=(SELECT key FROM instances WHERE id=?1) ORDER BY turn",
        select => select.Bind(1, instanceId),
        select =>
        {
            var entries = new List<HistoryEntry>();
            while (select.Read())
                entries.AddRange(HistoryEntry.From(HistoryCodec.Read(new HistoryRow((int)select.Int64(0), select.Time(1), select.Utf8(2).ToArray()))));
            return entries;
        },
        cancellationToken);

    /// <summary>The history of an instance's current generation, to be kept and replayed by later code; null for an unknown one.</summary>
    public async Task<RecordedHistory?> RecordAsync(string instanceId, CancellationToken cancellationToken)
    {
        var turns = await Read(
            "SELECT turn, at, events FROM history WHERE instance=(SELECT key FROM instances WHERE id=?1) ORDER BY turn",
            select => select.Bind(1, instanceId),
            select => All(select, row => new RecordedTurn((int)row.Int64(0), row.Time(1), JsonNode.Parse(row.Utf8(2))!.AsObject())),
            cancellationToken);
        return await Read<RecordedHistory?>(
            "SELECT id, orchestrator, created_at, generation, first_seq, input FROM instances WHERE id=?1",
            select => select.Bind(1, instanceId),
            row => row.Read() ? new RecordedHistory(row.Text(0)!, row.Text(1)!, row.Time(2), row.Int64(3), row.Int64(4), row.Text(5), turns) : null,
            cancellationToken);
    }

    /// <summary>What an instance waits for; empty for one that has ended or is unknown.</summary>
    public async Task<InstanceWaits> WaitsAsync(string instanceId, CancellationToken cancellationToken)
    {
        var events = await Read(
            "SELECT waits_for FROM instances WHERE id=?1",
            select => select.Bind(1, instanceId),
            select => select.Read() ? select.Text(0)?.Split('\n') ?? [] : [],
            cancellationToken);
        var activities = await Read(
            "SELECT name, input, failures, due_at FROM activities WHERE instance=(SELECT key FROM instances WHERE id=?1) ORDER BY seq",
            select => select.Bind(1, instanceId),
            select => All(select, row => new WaitingActivity(row.Text(0)!, row.Text(1)!, (int)row.Int64(2), row.Time(3))),
            cancellationToken);
        var timers = await Read(
            "SELECT fire_at FROM timers WHERE retry=0 AND instance=(SELECT key FROM instances WHERE id=?1) ORDER BY fire_at",
            select => select.Bind(1, instanceId),
            select => All(select, row => row.Time(0)),
            cancellationToken);
        return new InstanceWaits(events, activities, timers);
    }

    /// <summary>Activities that failed on their last allowed try, newest first.</summary>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int limit, CancellationToken cancellationToken) => Read(
        """
        SELECT i.id, d.activity, d.input, d.error_type, d.message, d.attempts, d.at
        FROM dead_letters d JOIN instances i ON i.key = d.instance ORDER BY d.id DESC LIMIT ?1
        """,
        select => select.Bind(1, limit),
        select => All(select, row => new DeadLetter(
            row.Text(0)!, row.Text(1)!, row.Text(2)!, row.Text(3)!, row.Text(4)!, (int)row.Int64(5), row.Time(6))),
        cancellationToken);

    internal static EngineReader Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return new EngineReader(connection, file);
    }

    internal void Close()
    {
        lock (gate)
            connection.Dispose();
    }

    // SQLite has no asynchronous reads; each of these is a few rows from a file that is mostly in memory.
    private Task<T> Read<T>(string sql, Func<Statement, Statement> bind, Func<Statement, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(connection.Handle is null, typeof(EmbeddedEngine));
            using var select = new Statement(connection.Handle, file, sql);
            return Task.FromResult(read(bind(select)));
        }
    }

    private static IReadOnlyList<T> All<T>(Statement select, Func<Statement, T> row)
    {
        var rows = new List<T>();
        while (select.Read())
            rows.Add(row(select));
        return rows;
    }

    private static OrchestrationStatus Status(Statement row) => new(
        row.Text(0)!, row.Text(1)!, (OrchestrationState)row.Int64(2), row.Time(3), row.Time(4), row.Text(5));
}
