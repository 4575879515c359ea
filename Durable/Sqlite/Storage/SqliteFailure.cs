using SQLitePCL;

namespace ClinicalEngagement.Durable.Sqlite.Storage;

/// <summary>Turns SQLite's result codes into messages that say what to do.</summary>
internal static class SqliteFailure
{
    public static void ThrowIfError(int code, sqlite3 connection, string file)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw Create(code, connection, file);
    }

    public static EngineStorageException Create(int code, sqlite3 connection, string file) =>
        Create(code, raw.sqlite3_errmsg(connection).utf8_to_string() ?? "unknown error", file);

    public static EngineStorageException Create(int code, string detail, string file)
    {
        var primary = code & 0xff;
        var advice = primary switch
        {
            raw.SQLITE_FULL => "The disk is full; free some space and the engine goes on by itself.",
            raw.SQLITE_READONLY => "The file or its folder is read-only; give this process the right to write to both.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "Another program holds the file; close it.",
            raw.SQLITE_CANTOPEN => "The file can't be opened; check that its folder exists and may be written to.",
            raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT => "The file is not a sound SQLite database; restore it from a backup.",
            raw.SQLITE_IOERR => "Reading or writing the disk failed; check the disk, then open the engine again.",
            _ => "The engine can't go on with this file.",
        };
        return new EngineStorageException($"Durable engine file '{file}': {detail} (SQLite {code}). {advice}", primary);
    }
}
