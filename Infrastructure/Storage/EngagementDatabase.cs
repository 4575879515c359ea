using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>The database behind the store: its schema, and how a transaction begins on it.</summary>
public abstract class EngagementDatabase : IAsyncDisposable
{
    private readonly AsyncLocal<bool> isWriting = new();

    private protected EngagementDatabase()
    {
    }

    /// <summary>Creates the database where there is none and brings its schema up to this build's. Nothing happens when it is.</summary>
    /// <exception cref="DatabaseVersionException">The database was made by a newer build.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        await using var context = CreateContext();
        if ((await FindPendingAsync(context, cancellationToken)).Count > 0)
            await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Checks at start that the schema is this build's.</summary>
    /// <param name="command">How whoever runs this host applies migrations, for the message.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="DatabaseVersionException">It is behind, or it was made by a newer build; the message says what to do.</exception>
    public async Task EnsureCurrentAsync(string command, CancellationToken cancellationToken)
    {
        await using var context = CreateContext();
        var pending = await FindPendingAsync(context, cancellationToken);
        if (pending.Count > 0)
        {
            throw new DatabaseVersionException(
                $"The database is behind this build by {pending.Count} migration(s): {string.Join(", ", pending)}. " +
                $"Apply them with this build's command, \"{command}\", then start again.");
        }
    }

    /// <summary>Writes the file anew where the database is one, so that nothing that was deleted can be read from it.</summary>
    /// <returns>False when somebody was reading, so that the log of writes still holds it: to be done again.</returns>
    public virtual Task<bool> RewriteAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    internal abstract EngagementDbContext CreateContext();

    /// <summary>Waits until this process may begin another write; disposing it lets the next one in.</summary>
    /// <exception cref="InvalidOperationException">Within another write, for which it would wait for ever.</exception>
    internal ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => isWriting.Value
        ? throw new InvalidOperationException("A write was begun within another write's work.")
        : WaitForTurnAsync(cancellationToken);

    /// <summary>Says that what the caller calls from now on runs within its write.</summary>
    internal void MarkWriting() => isWriting.Value = true;

    internal abstract Task<IDbContextTransaction> BeginReadAsync(EngagementDbContext context, CancellationToken cancellationToken);

    /// <param name="alone">True when the transaction lost to others so often that it should now run by itself.</param>
    internal abstract Task<IDbContextTransaction> BeginWriteAsync(EngagementDbContext context, bool alone, CancellationToken cancellationToken);

    /// <summary>True when the database itself undid the transaction because of another one: it can be run again, even after a failed commit.</summary>
    internal abstract bool IsConflict(DbException exception);

    /// <summary>
    /// True when a key was taken that the transaction may not have seen taken: another one took it meanwhile, and a further run sees it.
    /// Where it runs alone, the key is taken for good.
    /// </summary>
    internal virtual bool MayBeConflict(DbException exception) => false;

    /// <summary>What claims the next visible message of a queue for one receiver: <c>FOR UPDATE</c> words, or nothing where writers take turns anyway.</summary>
    internal abstract string ClaimClause { get; }

    private protected virtual ValueTask<IDisposable?> WaitForTurnAsync(CancellationToken cancellationToken) => default;

    private protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<IReadOnlyList<string>> FindPendingAsync(EngagementDbContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToArray();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToArray();
        var unknown = applied.Except(known).ToArray();
        if (unknown.Length > 0)
        {
            throw new DatabaseVersionException(
                $"The database was made by a newer build: {string.Join(", ", unknown)} is not known here. Start the build that made it, or restore a backup.");
        }

        return known.Except(applied).ToArray();
    }
}

/// <summary>The database's schema is not the one of this build.</summary>
public sealed class DatabaseVersionException(string message) : Exception(message);
