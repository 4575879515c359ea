using System.Linq.Expressions;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;

namespace ClinicalEngagement.Orchestrations.Store;

/// <summary>
/// The facts. Everything that happened is committed here in one transaction together with its audit event and its nudge; nothing is
/// decided from memory.
/// </summary>
public interface IEngagementStore
{
    /// <summary>Reads a consistent view.</summary>
    Task<T> ReadAsync<T>(Func<IStoreReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs one transaction. On a conflict with another writer it is run again from the beginning, so <paramref name="work"/> must have
    /// no effect outside the writer it is given.
    /// </summary>
    Task<T> WriteAsync<T>(Func<IStoreWriter, CancellationToken, Task<T>> work, CancellationToken cancellationToken);
}

/// <summary>Reads of one transaction. The record types are the domain's versioned records, <see cref="AuditEvent"/> and the store's own.</summary>
public interface IStoreReader
{
    /// <summary>The record with that key, or null.</summary>
    Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The records for which the predicate holds, in the order of their keys. Comparisons of single columns only: equality, order, null.</summary>
    Task<IReadOnlyList<T>> ListAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Of those records only a part, in the order of their keys: for a page that shows little of many.</summary>
    /// <param name="predicate">As in <see cref="ListAsync"/>.</param>
    /// <param name="part">Takes columns, or makes a record of them by its constructor.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<TPart>> SelectAsync<T, TPart>(Expression<Func<T, bool>> predicate, Expression<Func<T, TPart>> part, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The last of those records, at most so many, from the last one back: one page of a long list.</summary>
    Task<IReadOnlyList<T>> LastAsync<T>(Expression<Func<T, bool>> predicate, int count, CancellationToken cancellationToken)
        where T : class;
}

/// <summary>Reads and writes of one transaction; reads see what was written before in it.</summary>
public interface IStoreWriter : IStoreReader
{
    /// <summary>Adds a record whose key is not there yet.</summary>
    void Add<T>(T record)
        where T : class;

    /// <summary>Replaces the record of that key; refused at commit when the store has a newer version than the one it was made from.</summary>
    void Update<T>(T record)
        where T : class, IVersioned;

    /// <summary>Deletes a record.</summary>
    void Remove<T>(T record)
        where T : class;

    /// <summary>
    /// Replaces words wherever they stand in what is stored, in columns and within lists, but for the audit: that is never changed. Case
    /// counts. For taking a person out of what others wrote.
    /// </summary>
    Task ReplaceTextAsync(string words, string with, CancellationToken cancellationToken);

    /// <summary>Appends what happened.</summary>
    void Audit(AuditEvent happened);

    /// <summary>Puts a nudge for that instance into the outbox; it is sent after the commit and swept until it is sent.</summary>
    void Nudge(string instanceId);
}
