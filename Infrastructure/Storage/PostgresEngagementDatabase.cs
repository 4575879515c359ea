using System.Data;
using System.Data.Common;
using Azure.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>
/// The store in PostgreSQL. Every write is a serialisable transaction that is run again when the database undoes it for another one's
/// sake; one that lost too often asks all others to wait.
/// </summary>
public sealed class PostgresEngagementDatabase : EngagementDatabase
{
    // Every writer takes it in a mode that shares, one that runs alone in a mode that does not; a migration excludes both by itself. Of all
    // statements LOCK is the one that does not yet fix what the transaction sees.
    private const string AmongOthers = """LOCK TABLE "__EFMigrationsHistory" IN ROW SHARE MODE""";

    private const string Alone = """LOCK TABLE "__EFMigrationsHistory" IN EXCLUSIVE MODE""";

    private readonly NpgsqlDataSource dataSource;
    private readonly DbContextOptions<PostgresEngagementDbContext> contextOptions;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="options">Where.</param>
    /// <param name="credential">Gives the tokens that stand for a password; needed when <see cref="EngagementStorageOptions.EntraToken"/> is set.</param>
    public PostgresEngagementDatabase(EngagementStorageOptions options, TokenCredential? credential = null)
        : this(options, credential, [])
    {
    }

    internal PostgresEngagementDatabase(EngagementStorageOptions options, TokenCredential? credential, IReadOnlyList<IInterceptor> interceptors)
    {
        options.Validate();
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        if (options.EntraToken)
            UseTokens(builder, credential ?? throw new ArgumentException("EntraToken needs a credential.", nameof(credential)));
        dataSource = builder.Build();
        contextOptions = new DbContextOptionsBuilder<PostgresEngagementDbContext>()
            .UseNpgsql(dataSource)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .AddInterceptors(interceptors)
            .Options;
    }

    internal override string ClaimClause => "FOR UPDATE SKIP LOCKED";

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => dataSource.DisposeAsync();

    internal override EngagementDbContext CreateContext() => new PostgresEngagementDbContext(contextOptions);

    internal override Task<IDbContextTransaction> BeginReadAsync(EngagementDbContext context, CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    internal override async Task<IDbContextTransaction> BeginWriteAsync(EngagementDbContext context, bool alone, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        await context.Database.ExecuteSqlRawAsync(alone ? Alone : AmongOthers, cancellationToken);
        return transaction;
    }

    internal override bool IsConflict(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    // Of two transactions that add the same record the second meets the first one's key before it is found not to be serialisable.
    internal override bool MayBeConflict(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static void UseTokens(NpgsqlDataSourceBuilder builder, TokenCredential credential)
    {
        var request = new TokenRequestContext(["https://ossrdbms-aad.database.windows.net/.default"]);
        builder.UsePeriodicPasswordProvider(
            async (_, cancellationToken) => (await credential.GetTokenAsync(request, cancellationToken)).Token,
            successRefreshInterval: TimeSpan.FromMinutes(20),
            failureRefreshInterval: TimeSpan.FromSeconds(5));
    }
}
