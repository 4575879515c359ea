using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>Lets the process lose its database at the k-th thing it asks of it, commits included.</summary>
internal sealed class FaultAt(int k, Func<Exception>? fault = null) : DbCommandInterceptor, IDbTransactionInterceptor
{
    private int count;

    /// <summary>True once it has struck.</summary>
    public bool Struck { get; private set; }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Count();
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count();
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Count();
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Count();
        return Task.CompletedTask;
    }

    private void Count()
    {
        if (++count != k)
            return;
        Struck = true;
        throw fault?.Invoke() ?? new IOException("The machine is gone.");
    }
}
