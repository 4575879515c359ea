using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>The SQLite file that holds everything the simulator knows. One process owns it.</summary>
/// <remarks>Rows are key and JSON: the simulator works in memory and the file only has to be right after a kill -9.</remarks>
internal sealed class SimulatorFile : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, (SqliteCommand Put, SqliteCommand Remove)> commands = [];

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">The file, or ":memory:".</param>
    /// <param name="durable">False leaves writing to the operating system: for rehearsals that are thrown away.</param>
    /// <param name="tables">The tables it holds.</param>
    /// <exception cref="InvalidOperationException">Another process owns the file.</exception>
    public SimulatorFile(string path, bool durable, IEnumerable<string> tables)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 2 }.ToString());
        try
        {
            connection.Open();
            Execute("PRAGMA locking_mode=EXCLUSIVE");
            Execute("PRAGMA journal_mode=WAL");
            Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF");
            foreach (var table in tables)
            {
                Execute($"CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID");
                commands[table] = (
                    Prepare($"INSERT INTO {table} (id, json) VALUES ($id, $json) ON CONFLICT (id) DO UPDATE SET json = excluded.json", withJson: true),
                    Prepare($"DELETE FROM {table} WHERE id = $id", withJson: false));
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
        {
            connection.Dispose();
            throw new InvalidOperationException($"The simulator's file {path} is in use by another process.", e);
        }
    }

    /// <summary>Every row of a table.</summary>
    public IEnumerable<string> Load(string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT json FROM {table} ORDER BY id";
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return reader.GetString(0);
    }

    /// <summary>Writes all rows in one transaction; on return they are on disk when the file is durable.</summary>
    public void Commit(IReadOnlyCollection<RowWrite> writes)
    {
        if (writes.Count == 0)
            return;
        using var transaction = connection.BeginTransaction();
        foreach (var write in writes)
        {
            var (put, remove) = commands[write.Table];
            var command = write.Json is null ? remove : put;
            command.Transaction = transaction;
            command.Parameters["$id"].Value = write.Id;
            if (write.Json is not null)
                command.Parameters["$json"].Value = write.Json;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (put, remove) in commands.Values)
        {
            put.Dispose();
            remove.Dispose();
        }

        connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, bool withJson)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$id", SqliteType.Text);
        if (withJson)
            command.Parameters.Add("$json", SqliteType.Text);
        return command;
    }
}
