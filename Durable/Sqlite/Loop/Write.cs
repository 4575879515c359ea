using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>
/// One part of a commit, as data: applying it again after a commit that failed writes the same.
/// </summary>
internal abstract class Write
{
    /// <summary>True where the earliest timer may have changed.</summary>
    public virtual bool TouchesTimers => false;

    public abstract void Apply(EngineDatabase database);

    /// <summary>Called on the engine's thread once the write is durable.</summary>
    public virtual void Committed()
    {
    }
}

/// <summary>Nothing to store: an answer that may be given once everything before it is durable.</summary>
internal sealed class AnswerWrite(Action answer) : Write
{
    public override void Apply(EngineDatabase database)
    {
    }

    public override void Committed() => answer();
}

/// <summary>A new instance whose first turn comes later.</summary>
internal sealed class StartWrite(InstanceRow row, long beginInboxId, Action committed) : Write
{
    public override void Apply(EngineDatabase database)
    {
        database.Insert(row);
        database.InsertInbox(row.Key, new InboxRow(beginInboxId, null, null));
    }

    public override void Committed() => committed();
}

/// <summary>Removes an ended instance, so that its id can be used again.</summary>
internal sealed class RemoveWrite(long key) : Write
{
    public override void Apply(EngineDatabase database) => database.Remove(key);
}

/// <summary>An event whose turn comes later.</summary>
internal sealed class EventWrite(long key, InboxRow row, TaskCompletionSource<bool> sender) : Write
{
    public override void Apply(EngineDatabase database) => database.InsertInbox(key, row);

    public override void Committed() => sender.TrySetResult(true);
}

/// <summary>An activity's try failed and another will follow.</summary>
internal sealed class BackoffWrite(ActivityTask task, int failures, DateTimeOffset dueAt) : Write
{
    public override bool TouchesTimers => true;

    public override void Apply(EngineDatabase database)
    {
        database.DelayActivity(task.Instance, task.Seq, failures, dueAt);
        database.Insert(new TimerRow(dueAt, task.Instance, task.Seq, IsRetry: true));
    }
}

/// <summary>An activity's backoff is over.</summary>
internal sealed class BackoffOverWrite(TimerRow timer, Action committed) : Write
{
    public override bool TouchesTimers => true;

    public override void Apply(EngineDatabase database) => database.DeleteTimer(timer.FireAt, timer.Instance, timer.Seq);

    public override void Committed() => committed();
}

/// <summary>An activity that a dead process left behind is begun again.</summary>
internal sealed class RecoveryWrite(ActivityTask task, int recoveries, Action committed) : Write
{
    public override void Apply(EngineDatabase database) => database.RecoverActivity(task.Instance, task.Seq, recoveries);

    public override void Committed() => committed();
}

/// <summary>An activity's or timer's outcome that nobody waits for any more.</summary>
internal sealed class DropWrite(long key, Letter letter) : Write
{
    public override bool TouchesTimers => letter.Activity is null;

    public override void Apply(EngineDatabase database)
    {
        if (letter.Activity is { } activity)
            database.DeleteActivity(key, activity.Seq);
        else if (letter.Message is Incoming.TimerFired fired)
            database.DeleteTimer(letter.FireAt, key, fired.Seq);
    }

    public override void Committed() => letter.Committed?.Invoke();
}

/// <summary>An instance ended from outside, or because it can't go on.</summary>
internal sealed class EndWrite(
    long key, OrchestrationState state, DateTimeOffset at, string reason, List<(DateTimeOffset FireAt, long Seq)> timers, Action committed) : Write
{
    public override bool TouchesTimers => true;

    public override void Apply(EngineDatabase database)
    {
        database.SetState(key, state, at, null, reason);
        foreach (var (fireAt, seq) in timers)
            database.DeleteTimer(fireAt, key, seq);
        database.ClearInbox(key);
        database.ClearActivities(key);
    }

    public override void Committed() => committed();
}

/// <summary>One instance that has ended goes, unless an activity of it still runs.</summary>
internal sealed class PurgeOneWrite(long key, Action<bool> committed) : Write
{
    private bool gone;

    public override void Apply(EngineDatabase database) => gone = database.TryPurge(key);

    public override void Committed() => committed(gone);
}

/// <summary>Instances that ended long ago go.</summary>
internal sealed class PurgeWrite(DateTimeOffset endedBefore, int limit, Action<List<string>> committed) : Write
{
    private List<string> purged = [];

    public override void Apply(EngineDatabase database) => purged = database.Purge(endedBefore, limit);

    public override void Committed() => committed(purged);
}
