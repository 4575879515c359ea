using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>
/// The store in one SQLite file, with a write-ahead log. Writers begin with <c>BEGIN IMMEDIATE</c> and take turns, so that none finds at
/// its commit that another one was faster; readers see the last commit and wait for nobody.
/// </summary>
public sealed class SqliteEngagementDatabase : EngagementDatabase
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string connectionString;
    private readonly DbContextOptions<SqliteEngagementDbContext> contextOptions;

    /// <summary>Opens nothing yet; the file is made by <see cref="EngagementDatabase.MigrateAsync"/>.</summary>
    public SqliteEngagementDatabase(EngagementStorageOptions options)
        : this(options, [])
    {
    }

    internal SqliteEngagementDatabase(EngagementStorageOptions options, IReadOnlyList<IInterceptor> interceptors)
    {
        options.Validate();
        connectionString = new SqliteConnectionStringBuilder(options.ConnectionString) { Pooling = true }.ToString();
        contextOptions = new DbContextOptionsBuilder<SqliteEngagementDbContext>()
            .UseSqlite(connectionString)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors([new Pragmas(options.SurvivesPowerLoss), .. interceptors])
            .Options;
    }

    internal override string ClaimClause => "";

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(connectionString))
            SqliteConnection.ClearPool(connection);
        turn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task<bool> RewriteAsync(CancellationToken cancellationToken)
    {
        using var mine = await EnterWriteAsync(cancellationToken);
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 30000; VACUUM;";
        await command.ExecuteNonQueryAsync(cancellationToken);

        // The pages as they were stand in the log until it is emptied, which waits for whoever reads.
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return await command.ExecuteScalarAsync(cancellationToken) is 0L;
    }

    internal override EngagementDbContext CreateContext() => new SqliteEngagementDbContext(contextOptions);

    internal override async Task<IDbContextTransaction> BeginReadAsync(EngagementDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        return (await context.Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), cancellationToken))!;
    }

    // The provider's transactions are immediate unless they are asked to be deferred.
    internal override Task<IDbContextTransaction> BeginWriteAsync(EngagementDbContext context, bool alone, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(cancellationToken);

    // A writer that has begun is alone; a file that another process keeps locked for half a minute is an outage.
    internal override bool IsConflict(DbException exception) => false;

    // Within one process a fair queue; SQLite's own waiting is a poll that can starve a writer, and is left for other processes.
    private protected override async ValueTask<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();

        // A process that was killed while it migrated leaves its lock, for which the next would wait for ever; the file is ours alone.
        command.CommandText = """PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS "__EFMigrationsLock";""";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }

    // They belong to the connection, not to the file.
    private sealed class Pragmas(bool survivesPowerLoss) : DbConnectionInterceptor
    {
        private readonly string text = $"PRAGMA busy_timeout = 30000; PRAGMA secure_delete = ON; PRAGMA synchronous = {(survivesPowerLoss ? "FULL" : "OFF")};";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
