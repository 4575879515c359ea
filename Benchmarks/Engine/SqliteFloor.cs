using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Benchmarks.Engine;

/// <summary>
/// The same rows as <see cref="StepWorkload"/> leaves behind, written through Microsoft.Data.Sqlite with one commit for each round of
/// all orchestrations at once, without an engine: what the disk and SQLite alone allow.
/// </summary>
internal sealed class SqliteFloor : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin, commit, insertInstance, touch, end, insertHistory, insertActivity, deleteActivity;
    private long key;

    public SqliteFloor(string file)
    {
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        foreach (var sql in new[]
        {
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=-65536", "PRAGMA wal_autocheckpoint=4096",
            "CREATE TABLE instances(key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, orchestrator TEXT, state INTEGER, generation INTEGER, first_seq INTEGER, created_at INTEGER, updated_at INTEGER, input TEXT, waits_for TEXT, failure TEXT) STRICT",
            "CREATE INDEX instances_by_state ON instances(state)",
            "CREATE TABLE history(instance INTEGER, turn INTEGER, at INTEGER, events TEXT, PRIMARY KEY(instance, turn)) STRICT, WITHOUT ROWID",
            "CREATE TABLE activities(instance INTEGER, seq INTEGER, name TEXT, input TEXT, retry TEXT, failures INTEGER, recoveries INTEGER, due_at INTEGER, PRIMARY KEY(instance, seq)) STRICT, WITHOUT ROWID",
        })
            Command(sql).ExecuteNonQuery();
        begin = Command("BEGIN IMMEDIATE");
        commit = Command("COMMIT");
        insertInstance = Command("INSERT INTO instances VALUES($key,$id,'FiveSteps',1,0,1,$at,$at,'0',NULL,NULL)", "$key", "$id", "$at");
        touch = Command("UPDATE instances SET updated_at=$at, waits_for=NULL WHERE key=$key", "$key", "$at");
        end = Command("UPDATE instances SET state=2, updated_at=$at, waits_for=NULL, failure=NULL WHERE key=$key", "$key", "$at");
        insertHistory = Command("INSERT INTO history VALUES($key,$turn,$at,$events)", "$key", "$turn", "$at", "$events");
        insertActivity = Command("INSERT INTO activities VALUES($key,$seq,'Step',$input,NULL,0,0,$at)", "$key", "$seq", "$input", "$at");
        deleteActivity = Command("DELETE FROM activities WHERE instance=$key AND seq=$seq", "$key", "$seq");
    }

    /// <summary>Writes the rows of so many orchestrations at once, step by step, and returns how long it took.</summary>
    public TimeSpan Run(int concurrency)
    {
        var started = Stopwatch.GetTimestamp();
        var first = key + 1;
        key += concurrency;
        for (var turn = 0; turn <= StepWorkload.Steps; turn++)
        {
            begin.ExecuteNonQuery();
            for (var k = first; k <= key; k++)
                Turn(k, turn);
            commit.ExecuteNonQuery();
        }
        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose() => connection.Dispose();

    private void Turn(long instance, int turn)
    {
        var at = DateTimeOffset.UtcNow.UtcTicks;
        if (turn == 0)
            Run(insertInstance, instance, $"bench-{instance:0000000}", at);
        else if (turn == StepWorkload.Steps)
            Run(end, instance, at);
        else
            Run(touch, instance, at);
        var delivered = turn == 0 ? "[\"begun\"]" : $"[\"completed\",{turn},{turn}]";
        Run(insertHistory, instance, turn, at, turn == StepWorkload.Steps
            ? $"{{\"in\":[{delivered}]}}"
            : $"{{\"in\":[{delivered}],\"out\":[[\"activity\",{turn + 1},\"Step\",{turn}]]}}");
        if (turn > 0)
            Run(deleteActivity, instance, turn);
        if (turn < StepWorkload.Steps)
            Run(insertActivity, instance, turn + 1, $"{turn}", at);
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
