using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>The orchestrations in memory, bounded: those used least recently are dropped once nothing waits for them.</summary>
internal sealed class InstanceCache(EngineDatabase database, int capacity)
{
    // How many with mail are passed over in one trim, so that a long queue does not make every round long.
    private const int MaxKept = 64;

    private readonly Dictionary<long, Instance> byKey = [];
    private readonly Dictionary<string, Instance> byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Instance> recency = new();

    public int Count => byKey.Count;

    public Instance? Find(string id) => byId.TryGetValue(id, out var known) ? Touch(known) : Load(database.FindInstance(id));

    public Instance? Find(long key) => byKey.TryGetValue(key, out var known) ? Touch(known) : Load(database.FindInstance(key));

    public void Add(Instance instance)
    {
        byKey.Add(instance.Key, instance);
        byId.Add(instance.Id, instance);
        instance.Recency = recency.AddLast(instance);
    }

    public void Remove(string id)
    {
        if (byId.TryGetValue(id, out var instance))
            Remove(instance);
    }

    /// <summary>Drops what is over the bound. Only between commits: what is dropped must be in the file.</summary>
    public void Trim()
    {
        var kept = 0;
        var node = recency.First;
        while (byKey.Count > capacity && node is not null && kept < MaxKept)
        {
            var next = node.Next;
            if (node.Value is { IsQueued: false, Mailbox.Count: 0 })
                Remove(node.Value);
            else
                kept++;
            node = next;
        }
    }

    private void Remove(Instance instance)
    {
        byKey.Remove(instance.Key);
        byId.Remove(instance.Id);
        recency.Remove(instance.Recency!);
    }

    private Instance Touch(Instance instance)
    {
        recency.Remove(instance.Recency!);
        recency.AddLast(instance.Recency!);
        return instance;
    }

    private Instance? Load(InstanceRow? row)
    {
        if (row is null)
            return null;
        var instance = Instance.From(row);
        if (!instance.IsEnded)
            foreach (var stored in database.ReadInbox(row.Key))
                instance.Mailbox.Add(new Letter(stored.Event is null ? Incoming.Begun.Instance : new Incoming.EventRaised(stored.Event, stored.Data))
                {
                    InboxId = stored.Id,
                });
        Add(instance);
        return instance;
    }
}
