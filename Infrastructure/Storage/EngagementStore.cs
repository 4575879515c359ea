using System.Data.Common;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>The store on a relational database: each call is one serialisable transaction, whatever database it is.</summary>
/// <param name="database">Where.</param>
/// <param name="signal">Told after each commit that left something in the outbox.</param>
/// <param name="time">Stamps nudges; may be virtual.</param>
/// <param name="waits">What the pause before another run is measured by; never virtual, since the other writer is real.</param>
/// <param name="random">Spreads those pauses.</param>
/// <param name="options">How often a transaction is run, how long the pauses get.</param>
/// <param name="logger">Where runs again are noted.</param>
/// <param name="person">Who is signed in, for what is audited; null where nobody can be.</param>
/// <param name="newId">Draws the number by which the audit names them; null where nobody can be signed in.</param>
public sealed partial class EngagementStore(
    EngagementDatabase database,
    OutboxSignal signal,
    TimeProvider time,
    TimeProvider waits,
    Random random,
    EngagementStorageOptions options,
    ILogger<EngagementStore> logger,
    CurrentPerson? person = null,
    Func<Guid>? newId = null) : IEngagementStore
{
    /// <summary>A transaction that lost this often runs alone the next time.</summary>
    private const int AttemptsAmongOthers = 4;

    private readonly Lock randomLock = new();

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<IStoreReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var context = database.CreateContext();
                await using var transaction = await database.BeginReadAsync(context, cancellationToken);
                return await work(new StoreTransaction(context, Now(), person?.Address, newId), cancellationToken);
            }
            catch (Exception exception) when (attempt < options.MaxAttempts && Find<DbException>(exception) is { IsTransient: true })
            {
                LogAgain(attempt, exception.GetType().Name);
            }

            await PauseAsync(attempt, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StaleRecordException">The work brought a record that is older than the store's, and brought it again when it was run again.</exception>
    /// <exception cref="InvalidOperationException">A write within a write: it would wait for itself.</exception>
    public async Task<T> WriteAsync<T>(Func<IStoreWriter, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var staleBefore = false;
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                var (result, hasNudges) = await RunAsync(attempt > AttemptsAmongOthers);
                if (hasNudges)
                    signal.Raise();
                return result;
            }
            catch (DbUpdateConcurrencyException exception)
            {
                // The transaction is serialisable, so a record read within it is never stale; only one that was brought along is.
                if (staleBefore)
                    throw new StaleRecordException(exception.Entries[0].Metadata.ClrType, exception);
                staleBefore = true;
                LogAgain(attempt, nameof(DbUpdateConcurrencyException));
                continue;
            }
            catch (Exception exception) when (attempt < options.MaxAttempts && CanRunAgain(Find<DbException>(exception), attempt, committing))
            {
                LogAgain(attempt, exception.GetType().Name);
            }

            await PauseAsync(attempt, cancellationToken);

            async Task<(T Result, bool HasNudges)> RunAsync(bool alone)
            {
                using var turn = await database.EnterWriteAsync(cancellationToken);
                await using var context = database.CreateContext();
                context.ChangeTracker.AutoDetectChangesEnabled = false;
                context.Database.AutoSavepointsEnabled = false;
                await using var transaction = await database.BeginWriteAsync(context, alone, cancellationToken);
                var writer = new StoreTransaction(context, Now(), person?.Address, newId);
                database.MarkWriting();
                var result = await work(writer, cancellationToken);
                await writer.FlushAsync(cancellationToken);

                // Once it is on its way, a commit is not called back: the caller could not know what became of it.
                committing = true;
                await transaction.CommitAsync(CancellationToken.None);
                return (result, writer.HasNudges);
            }
        }
    }

    // A connection that broke during the commit leaves open whether it was done; running the work again could do it twice.
    private bool CanRunAgain(DbException? exception, int attempt, bool committing) =>
        exception is not null
        && (database.IsConflict(exception)
            || (attempt <= AttemptsAmongOthers && database.MayBeConflict(exception))
            || (exception.IsTransient && !committing));

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    private Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var longest = Math.Min(options.MaxBackoffMilliseconds, 4 << Math.Min(attempt, 20));
        double spread;
        lock (randomLock)
            spread = random.NextDouble();
        return Task.Delay(TimeSpan.FromMilliseconds(longest * spread), waits, cancellationToken);
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
                return found;
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Transaction is run again after attempt {Attempt}: {Reason}")]
    private partial void LogAgain(int attempt, string reason);
}
