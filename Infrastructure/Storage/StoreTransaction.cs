using System.Linq.Expressions;
using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>One transaction's reads and writes over a context; writes wait until the next read or the commit.</summary>
internal sealed class StoreTransaction(EngagementDbContext context, Instant now, EmailAddress? by, Func<Guid>? newId) : IStoreWriter
{
    private readonly List<(EntityState State, object Record)> pending = [];
    private readonly HashSet<string> nudged = new(StringComparer.Ordinal);
    private PersonId? person;

    /// <summary>True when something waits for the outbox's pump once this is committed.</summary>
    public bool HasNudges => nudged.Count > 0;

    public async Task<T?> FindAsync<T>(object key, CancellationToken cancellationToken)
        where T : class
    {
        await FlushAsync(cancellationToken);
        var found = await context.FindAsync<T>([key], cancellationToken);
        context.ChangeTracker.Clear();
        return found;
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        await FlushAsync(cancellationToken);
        return await OrderByKey(context.Set<T>().Where(predicate)).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TPart>> SelectAsync<T, TPart>(
        Expression<Func<T, bool>> predicate, Expression<Func<T, TPart>> part, CancellationToken cancellationToken)
        where T : class
    {
        await FlushAsync(cancellationToken);
        return await OrderByKey(context.Set<T>().Where(predicate)).Select(part).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<T>> LastAsync<T>(Expression<Func<T, bool>> predicate, int count, CancellationToken cancellationToken)
        where T : class
    {
        await FlushAsync(cancellationToken);
        return await OrderByKey(context.Set<T>().Where(predicate), nameof(Queryable.OrderByDescending)).Take(count).ToListAsync(cancellationToken);
    }

    public void Add<T>(T record)
        where T : class => pending.Add((EntityState.Added, record));

    public void Update<T>(T record)
        where T : class, IVersioned => pending.Add((EntityState.Modified, record));

    public void Remove<T>(T record)
        where T : class
    {
        if (record is AuditEvent)
            throw new InvalidOperationException("What happened is only ever added to, never taken back.");
        pending.Add((EntityState.Deleted, record));
    }

    public async Task ReplaceTextAsync(string words, string with, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        // Within lists and nested records text stands as JSON writes it.
        (string Words, string With)[] forms = [(words, with), (JsonEncodedText.Encode(words).Value, JsonEncodedText.Encode(with).Value)];
        foreach (var type in context.Model.GetEntityTypes().Where(t => t.ClrType != typeof(AuditEvent) && t.ClrType != typeof(DataProtectionKey)))
        {
            var version = type.ClrType.IsAssignableTo(typeof(IVersioned)) ? $", \"{nameof(IVersioned.Version)}\" = \"{nameof(IVersioned.Version)}\" + 1" : "";
            foreach (var column in type.GetProperties().Where(p => !p.IsPrimaryKey() && IsText(p)).Select(p => p.GetColumnName()))
                foreach (var (was, becomes) in forms.Distinct())
                {
                    // Names of tables and columns are the model's own; what is looked for goes as a parameter.
                    var sql = $$"""UPDATE "{{type.GetTableName()}}" SET "{{column}}" = replace("{{column}}", {0}, {1}){{version}} WHERE replace("{{column}}", {0}, '') <> "{{column}}" """;
                    await context.Database.ExecuteSqlRawAsync(sql, [was, becomes], cancellationToken);
                }
        }
    }

    public void Audit(AuditEvent happened) => Add(happened);

    public void Nudge(string instanceId)
    {
        if (nudged.Add(instanceId))
            Add(new OutboxNudge { InstanceId = instanceId, CreatedAt = now });
    }

    /// <summary>Sends what waits to the database, in the order in which it was said.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A record is not in the store in the version it was made from.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (pending.Count == 0)
            return;
        await NamePersonAsync(cancellationToken);
        var inBatch = new HashSet<(IEntityType, object?)>();
        foreach (var (state, record) in pending)
        {
            var type = context.Model.FindEntityType(record.GetType())
                ?? throw new InvalidOperationException($"{record.GetType().Name} is not kept in the store.");
            var key = type.FindPrimaryKey()!.Properties[0];
            var isNumberedByStore = state == EntityState.Added && key.ValueGenerated == ValueGenerated.OnAdd;

            // Two writes of one record can't stand in one batch; the later one has to meet the earlier one in the store.
            if (!isNumberedByStore && !inBatch.Add((type, key.GetGetter().GetClrValue(record))))
            {
                await SaveAsync(cancellationToken);
                inBatch.Clear();
                inBatch.Add((type, key.GetGetter().GetClrValue(record)));
            }

            Attach(state, record);
        }

        pending.Clear();
        await SaveAsync(cancellationToken);
    }

    // Who is signed in stands in the audit by their number alone; it is theirs from the first thing they did.
    private async Task NamePersonAsync(CancellationToken cancellationToken)
    {
        if (by is not { } address)
            return;
        for (var i = 0; i < pending.Count; i++)
        {
            if (pending[i].Record is not AuditEvent { By: null, Actor: AuditActor.Lead or AuditActor.Administrator or AuditActor.Governance } happened)
                continue;
            if (person is null)
            {
                var known = await context.Set<AuditPerson>().Where(p => p.Email == address).ToListAsync(cancellationToken);
                var one = known.Count > 0 ? known[0] : new AuditPerson { Id = new PersonId((newId ?? throw new InvalidOperationException("Somebody is signed in and nothing draws their number."))()), Email = address };
                if (known.Count == 0)
                    pending.Add((EntityState.Added, one));
                person = one.Id;
            }

            pending[i] = (pending[i].State, happened with { By = person });
        }
    }

    private static bool IsText(IProperty property) =>
        (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: false } type && type != typeof(Instant) && type != typeof(LocalDate) && type != typeof(LocalTime)
        && (property.FindTypeMapping()?.Converter?.ProviderClrType ?? type) == typeof(string);

    private void Attach(EntityState state, object record)
    {
        // A copy, since the context writes numbers and versions into what it tracks, and the caller's record stays as it is.
        var entry = context.Entry(context.Entry(record).CurrentValues.ToObject());
        entry.State = state;
        if (state == EntityState.Modified)
            AdvanceVersion(entry);
    }

    private static void AdvanceVersion(EntityEntry entry)
    {
        var version = entry.Property(nameof(IVersioned.Version));
        version.OriginalValue = version.CurrentValue;
        version.CurrentValue = (int)version.CurrentValue! + 1;
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    private IQueryable<T> OrderByKey<T>(IQueryable<T> query, string order = nameof(Queryable.OrderBy))
        where T : class
    {
        var key = context.Model.FindEntityType(typeof(T))?.FindPrimaryKey()?.Properties[0].PropertyInfo
            ?? throw new InvalidOperationException($"{typeof(T).Name} is not kept in the store.");
        var record = Expression.Parameter(typeof(T));
        var byKey = Expression.Lambda(Expression.Property(record, key), record);
        return query.Provider.CreateQuery<T>(Expression.Call(
            typeof(Queryable), order, [typeof(T), key.PropertyType], query.Expression, Expression.Quote(byKey)));
    }
}
