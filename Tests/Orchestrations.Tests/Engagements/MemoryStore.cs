using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>The store in memory: one transaction after another, undone when its work throws, versions checked as in the real one.</summary>
internal sealed class MemoryStore : IEngagementStore
{
    private static readonly ConcurrentDictionary<Type, Func<object, object>> Keys = new();
    private static readonly ConcurrentDictionary<Type, Func<object, object>> NextVersions = new();

    private readonly Dictionary<Type, Dictionary<object, object>> tables = [];
    private long sequence;

    /// <summary>The instances that were nudged and not looked at since.</summary>
    public HashSet<string> Nudged { get; } = [];

    public Task<T> ReadAsync<T>(Func<IStoreReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        work(new Transaction(this), cancellationToken);

    public async Task<T> WriteAsync<T>(Func<IStoreWriter, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var transaction = new Transaction(this);
        try
        {
            var result = await work(transaction, cancellationToken);
            Nudged.UnionWith(transaction.Nudges);
            return result;
        }
        catch
        {
            transaction.Undo();
            throw;
        }
    }

    /// <summary>All records of a kind, for those who look on.</summary>
    public IEnumerable<T> All<T>()
        where T : class => Table(typeof(T)).Values.Cast<T>();

    public T? Find<T>(object key)
        where T : class => (T?)Table(typeof(T)).GetValueOrDefault(key);

    private Dictionary<object, object> Table(Type type) => tables.TryGetValue(type, out var table) ? table : tables[type] = [];

    private static object KeyOf(object record) => Keys.GetOrAdd(record.GetType(), type => Getter(
        type.GetProperty("Id") ?? type.GetProperty("Email") ?? type.GetProperty("Mailbox") ?? type.GetProperty("Sequence")!))(record);

    private static object WithNextVersion(IVersioned record) => NextVersions.GetOrAdd(record.GetType(), type =>
    {
        var clone = type.GetMethod("<Clone>$")!;
        var version = type.GetProperty(nameof(IVersioned.Version))!;
        return old =>
        {
            var copy = clone.Invoke(old, null)!;
            version.SetValue(copy, ((IVersioned)old).Version + 1);
            return copy;
        };
    })(record);

    internal static Func<object, object> Getter(PropertyInfo property)
    {
        var record = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, object>>(
            Expression.Convert(Expression.Property(Expression.Convert(record, property.DeclaringType!), property), typeof(object)), record).Compile();
    }

    private sealed class Transaction(MemoryStore store) : IStoreWriter
    {
        private readonly List<(Dictionary<object, object> Table, object Key, object? Before)> undo = [];

        public List<string> Nudges { get; } = [];

        public Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
            where T : class => Task.FromResult(store.Find<T>(key));

        public Task<IReadOnlyList<T>> ListAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
            where T : class
        {
            var holds = ColumnPredicate.Of(predicate);
            var found = new List<T>();
            foreach (var record in store.Table(typeof(T)).Values)
                if (holds(record))
                    found.Add((T)record);
            return Task.FromResult<IReadOnlyList<T>>(found);
        }

        public async Task<IReadOnlyList<TPart>> SelectAsync<T, TPart>(
            Expression<Func<T, bool>> predicate, Expression<Func<T, TPart>> part, CancellationToken cancellationToken)
            where T : class => [.. (await ListAsync(predicate, cancellationToken)).Select(part.Compile())];

        public async Task<IReadOnlyList<T>> LastAsync<T>(Expression<Func<T, bool>> predicate, int count, CancellationToken cancellationToken)
            where T : class => [.. (await ListAsync(predicate, cancellationToken)).TakeLast(count).Reverse()];

        public void Add<T>(T record)
            where T : class
        {
            var key = KeyOf(record);
            if (store.Table(record.GetType()).ContainsKey(key))
                throw new InvalidOperationException($"A {record.GetType().Name} of key {key} is there already.");
            Put(record, key);
        }

        public void Update<T>(T record)
            where T : class, IVersioned
        {
            var key = KeyOf(record);
            if (store.Table(record.GetType()).GetValueOrDefault(key) is not IVersioned known || known.Version != record.Version)
                throw new InvalidOperationException($"The {record.GetType().Name} of key {key} is not in the store in version {record.Version}.");
            Put(WithNextVersion(record), key);
        }

        public void Remove<T>(T record)
            where T : class
        {
            var table = store.Table(record.GetType());
            var key = KeyOf(record);
            undo.Add((table, key, table[key]));
            table.Remove(key);
        }

        public Task ReplaceTextAsync(string words, string with, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nobody is erased from a store in memory.");

        public void Audit(AuditEvent happened) => Put(happened with { Sequence = ++store.sequence }, store.sequence);

        public void Nudge(string instanceId) => Nudges.Add(instanceId);

        public void Undo()
        {
            for (var i = undo.Count - 1; i >= 0; i--)
                if (undo[i].Before is { } before)
                    undo[i].Table[undo[i].Key] = before;
                else
                    undo[i].Table.Remove(undo[i].Key);
        }

        private void Put(object record, object key)
        {
            var table = store.Table(record.GetType());
            undo.Add((table, key, table.GetValueOrDefault(key)));
            table[key] = record;
        }
    }
}
