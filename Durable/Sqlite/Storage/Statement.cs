using SQLitePCL;

namespace ClinicalEngagement.Durable.Sqlite.Storage;

/// <summary>
/// One prepared statement, straight on SQLite's C interface: a step of an orchestration runs four of them, and
/// <c>SqliteCommand</c> would box every parameter of each.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt handle;
    private readonly string file;

    public Statement(sqlite3 connection, string file, string sql)
    {
        this.connection = connection;
        this.file = file;
        SqliteFailure.ThrowIfError(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out handle), connection, file);
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, index) : raw.sqlite3_bind_text(handle, index, value));
        return this;
    }

    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(handle, index, utf8));
        return this;
    }

    public Statement Bind(int index, DateTimeOffset? value)
    {
        Check(value is { } time ? raw.sqlite3_bind_int64(handle, index, time.UtcTicks) : raw.sqlite3_bind_null(handle, index));
        return this;
    }

    /// <summary>Runs to the end and leaves the statement ready for the next use.</summary>
    public void Run()
    {
        int code;
        do
            code = raw.sqlite3_step(handle);
        while (code == raw.SQLITE_ROW);
        Finish(code);
    }

    /// <summary>Moves to the next row; after the last the statement is ready for the next use.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        Finish(code);
        return false;
    }

    public void Reset() => _ = raw.sqlite3_reset(handle);

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(handle, column).utf8_to_string();

    /// <summary>The column's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(handle, column);

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public void Dispose() => handle.Dispose();

    private void Finish(int code)
    {
        if (code != raw.SQLITE_DONE)
        {
            var failure = SqliteFailure.Create(code, connection, file);
            Reset();
            throw failure;
        }
        Reset();
    }

    private void Check(int code) => SqliteFailure.ThrowIfError(code, connection, file);
}
