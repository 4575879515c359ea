using System.Text.Json;

namespace ClinicalEngagement.GraphSimulator.Store;

/// <summary>One kind of record, kept in memory and written through to its table at the end of a turn.</summary>
/// <typeparam name="T">An immutable record: changing one means putting a new one in its place.</typeparam>
/// <param name="table">The table's name.</param>
/// <param name="id">The record's key.</param>
/// <param name="group">What it is listed under, such as its mailbox; null for one common group.</param>
/// <param name="alias">A second unique key, or null.</param>
internal sealed class Shelf<T>(string table, Func<T, string> id, Func<T, string>? group = null, Func<T, string?>? alias = null) : IShelf
    where T : class
{
    private readonly Dictionary<string, T> records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, T>> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T?> before = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Table => table;

    /// <summary>Every record, in no order.</summary>
    public IReadOnlyCollection<T> All => records.Values;

    /// <summary>The record of that key, or null.</summary>
    public T? Find(string key) => records.GetValueOrDefault(key);

    /// <summary>The record of that key or second key, or null.</summary>
    public T? FindByEither(string key) => Find(key) ?? (aliases.TryGetValue(key, out var real) ? Find(real) : null);

    /// <summary>The records of one group, in no order.</summary>
    public IReadOnlyCollection<T> In(string name) => groups.TryGetValue(name, out var members) ? members.Values : [];

    /// <summary>Adds or replaces a record.</summary>
    public void Put(T record)
    {
        Remember(id(record));
        Set(id(record), record);
    }

    /// <summary>Removes a record; nothing happens when there is none.</summary>
    public void Remove(string key)
    {
        Remember(key);
        Set(key, null);
    }

    /// <inheritdoc/>
    public void Load(IEnumerable<string> rows)
    {
        foreach (var row in rows)
        {
            var record = JsonSerializer.Deserialize<T>(row, SimulatorJson.Options)
                ?? throw new InvalidOperationException($"A row of {table} is empty.");
            Set(id(record), record);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<RowWrite> Writes() => before.Keys.Select(key =>
        new RowWrite(table, key, Find(key) is { } record ? JsonSerializer.Serialize(record, SimulatorJson.Options) : null));

    /// <inheritdoc/>
    public void Accept() => before.Clear();

    /// <inheritdoc/>
    public void Undo()
    {
        foreach (var (key, record) in before)
            Set(key, record);
        before.Clear();
    }

    private void Remember(string key) => before.TryAdd(key, Find(key));

    private void Set(string key, T? record)
    {
        if (records.Remove(key, out var old))
        {
            groups[GroupOf(old)].Remove(key);
            if (alias?.Invoke(old) is { } oldAlias)
                aliases.Remove(oldAlias);
        }

        if (record is null)
            return;
        records[key] = record;
        if (!groups.TryGetValue(GroupOf(record), out var members))
            groups[GroupOf(record)] = members = new Dictionary<string, T>(StringComparer.Ordinal);
        members[key] = record;
        if (alias?.Invoke(record) is { } newAlias)
            aliases[newAlias] = key;
    }

    private string GroupOf(T record) => group?.Invoke(record) ?? "";
}
