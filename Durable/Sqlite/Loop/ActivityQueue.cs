namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>The activities that are not answered: those ready to run, ordered by due time, instance id and sequence, and those that run.</summary>
internal sealed class ActivityQueue
{
    private readonly Dictionary<(long Instance, long Seq), ActivityTask> open = [];
    private readonly PriorityQueue<ActivityTask, ActivityTask> ready = new(Comparer<ActivityTask>.Create(Compare));
    private int cancelledReady;

    /// <summary>How many wait for a free place.</summary>
    public int Ready => ready.Count - cancelledReady;

    /// <summary>How many run.</summary>
    public int Running { get; private set; }

    /// <summary>When the first that is ready became due, or null.</summary>
    public DateTimeOffset? FirstDue
    {
        get
        {
            SkipCancelled();
            return ready.TryPeek(out var first, out _) ? first.DueAt : null;
        }
    }

    public void Add(ActivityTask task)
    {
        open[(task.Instance, task.Seq)] = task;
        ready.Enqueue(task, task);
    }

    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ActivityTask? task)
    {
        SkipCancelled();
        return ready.TryDequeue(out task, out _);
    }

    public void Begin() => Running++;

    /// <summary>Takes note that a run ended; false where nobody wants its outcome any more.</summary>
    public bool End(ActivityTask task)
    {
        Running--;
        return open.Remove((task.Instance, task.Seq));
    }

    /// <summary>Takes one that is not running away, as when it waits out a backoff.</summary>
    public void Forget(ActivityTask task) => open.Remove((task.Instance, task.Seq));

    /// <summary>Drops the activities of an orchestration that has ended.</summary>
    public void Cancel(long instance)
    {
        foreach (var task in open.Values.Where(t => t.Instance == instance).ToList())
        {
            open.Remove((task.Instance, task.Seq));
            task.IsCancelled = true;
        }
        cancelledReady = ready.UnorderedItems.Count(item => item.Element.IsCancelled);
    }

    private void SkipCancelled()
    {
        while (cancelledReady > 0 && ready.TryPeek(out var first, out _) && first.IsCancelled)
        {
            ready.Dequeue();
            cancelledReady--;
        }
    }

    private static int Compare(ActivityTask a, ActivityTask b)
    {
        var order = a.DueAt.CompareTo(b.DueAt);
        if (order == 0)
            order = string.CompareOrdinal(a.InstanceId, b.InstanceId);
        return order == 0 ? a.Seq.CompareTo(b.Seq) : order;
    }
}
