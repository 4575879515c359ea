using System.Text;
using Microsoft.Data.Sqlite;

namespace ClinicalEngagement.Durable.Tests.Crash;

/// <summary>Everything an engine's file holds, as text, so that two states can be compared.</summary>
internal static class TableDump
{
    private static readonly string[] Tables = ["instances", "history", "inbox", "timers", "activities", "dead_letters"];

    /// <summary>The text; empty for a file without tables.</summary>
    public static string Of(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        if (Rows(connection, "PRAGMA integrity_check") is var integrity && integrity != "ok|\n")
            throw new InvalidDataException(integrity);
        return Rows(connection, "SELECT count(*) FROM sqlite_schema") == "0|\n"
            ? ""
            : string.Concat(Tables.Select(table => $"{table}\n{Rows(connection, $"SELECT * FROM {table}")}"));
    }

    private static string Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var text = new StringBuilder();
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                text.Append(reader.GetValue(i)).Append('|');
            text.Append('\n');
        }
        return text.ToString();
    }
}
