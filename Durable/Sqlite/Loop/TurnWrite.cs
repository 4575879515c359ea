using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>One turn: what it took in, what the code asked for, and where the instance stands after it; all of it or nothing.</summary>
internal sealed class TurnWrite(InstanceRow after, int turn, DateTimeOffset at, byte[] events) : Write
{
    public DateTimeOffset At => at;

    /// <summary>True where the instance's row is not in the file yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>True where the instance changed its state.</summary>
    public bool StateChanged { get; init; }

    /// <summary>True where the code continued as new: history begins again.</summary>
    public bool IsNextGeneration { get; init; }

    /// <summary>What the turn delivered or dropped, with the rows to take away.</summary>
    public List<Letter> Taken { get; } = [];

    /// <summary>What is carried to the next generation.</summary>
    public List<InboxRow> Carried { get; } = [];

    public List<ActivityTask> Scheduled { get; } = [];

    public List<TimerRow> Created { get; } = [];

    public List<TimerRow> Removed { get; } = [];

    public required Action<TurnWrite> OnCommitted { get; init; }

    public override bool TouchesTimers => Created.Count > 0 || Removed.Count > 0 || Taken.Exists(l => l.Message is Incoming.TimerFired);

    public override void Apply(EngineDatabase database)
    {
        if (IsNew)
            database.Insert(after);
        else if (IsNextGeneration)
            database.BeginGeneration(after.Key, at, after.Generation, after.FirstSeq, after.Input);
        else if (StateChanged)
            database.SetState(after.Key, after.State, at, after.WaitsFor, after.Failure);
        else
            database.Touch(after.Key, at, after.WaitsFor);

        if (IsNextGeneration)
            database.DeleteHistory(after.Key);
        else
            database.InsertHistory(after.Key, turn, at, events);

        foreach (var letter in Taken)
            Take(database, letter);
        foreach (var row in Carried)
            database.InsertInbox(after.Key, row);
        foreach (var task in Scheduled)
            database.InsertActivity(task.Instance, task.Seq, task.Name, task.Input, task.Retry, task.DueAt);
        foreach (var timer in Created)
            database.Insert(timer);
        foreach (var timer in Removed)
            database.DeleteTimer(timer.FireAt, timer.Instance, timer.Seq);
    }

    public override void Committed()
    {
        foreach (var letter in Taken)
            letter.Committed?.Invoke();
        OnCommitted(this);
    }

    private void Take(EngineDatabase database, Letter letter)
    {
        if (letter.InboxId > 0)
            database.DeleteInbox(after.Key, letter.InboxId);
        if (letter.Message is Incoming.TimerFired fired)
            database.DeleteTimer(letter.FireAt, after.Key, fired.Seq);
        if (letter.Activity is { } activity)
        {
            database.DeleteActivity(after.Key, activity.Seq);
            if (activity.Failure is { } failure)
                database.InsertDeadLetter(
                    after.Key, activity.Seq, activity.Name, activity.Input, failure.ErrorType, failure.Message, activity.Failures, at);
        }
    }
}
