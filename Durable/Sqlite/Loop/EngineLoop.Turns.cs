using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <content>One turn of one orchestration.</content>
internal sealed partial class EngineLoop
{
    private void RunTurn(Instance instance)
    {
        stepped = true;
        using var trace = EngineTelemetry.BeginTurn(instance);
        instance.LastTurn = trace?.Context;
        Telemetry.TurnBegun();
        var mail = instance.Mailbox;
        instance.Mailbox = [];
        OrchestrationExecution execution;
        var at = now;
        try
        {
            execution = instance.Execution ??= Resume(instance);
            at = now > instance.LastTurnAt ? now : instance.LastTurnAt;
            execution.BeginTurn(instance.NextTurn, at);
            foreach (var letter in mail)
            {
                execution.Deliver(letter.Message);
                if (execution.IsOver)
                    break;
            }
            execution.EndTurn();
        }
        catch (NonDeterminismException failure)
        {
            instance.Mailbox = mail;
            Fail(instance, failure.Message, failure);
            return;
        }
        instance.LastTurnAt = at;

        var asked = execution.Asked;
        if (execution.Failure is { } thrown)
            LogFailed(instance.Id, thrown.Message, thrown);
        var before = instance.State;
        instance.State = !execution.IsOver ? OrchestrationState.Running
            : execution.Failure is not null ? OrchestrationState.Failed
            : execution.NextInput is not null ? OrchestrationState.Running
            : OrchestrationState.Completed;
        var isNext = execution.IsOver && instance.State == OrchestrationState.Running;
        var turn = instance.NextTurn++;
        if (isNext)
            BeginGeneration(instance, execution);

        var failureText = execution.Failure is { } error ? $"{error.GetType().FullName}: {error.Message}" : null;
        var write = new TurnWrite(Row(instance, at, execution.IsOver ? null : execution.WaitsFor(), failureText), turn, at, isNext ? [] : codec.Write(execution.Delivered, asked))
        {
            IsNew = !instance.IsStored,
            StateChanged = before != instance.State,
            IsNextGeneration = isNext,
            OnCommitted = TurnCommitted,
        };
        instance.IsStored = true;
        write.Taken.AddRange(mail);
        CollectRequests(write, instance, asked);
        if (execution.IsOver)
        {
            CloseTimers(write, instance, execution);
            instance.Execution = null;
        }
        if (isNext)
            Carry(write, instance, execution, mail.Skip(execution.Delivered.Count));
        batch.Add(write);
    }

    private OrchestrationExecution Resume(Instance instance)
    {
        if (!registry.Orchestrators.TryGetValue(instance.Orchestrator, out var registration))
            throw new NonDeterminismException($"No orchestrator is registered under the name '{instance.Orchestrator}'.");
        var execution = new OrchestrationExecution(
            registration, instance.Identity, loggerFactory, (strayed, what) => Post(new EngineMessage.ForeignContinuation(strayed, what)));
        instance.NextTurn = 0;
        instance.LastTurnAt = DateTimeOffset.MinValue;
        if (!instance.IsStored)
            return execution;
        foreach (var row in database.ReadHistory(instance.Key))
        {
            execution.Replay(HistoryCodec.Read(row));
            instance.NextTurn = row.Turn + 1;
            instance.LastTurnAt = row.At;
        }
        return execution;
    }

    private static void BeginGeneration(Instance instance, OrchestrationExecution execution)
    {
        instance.Generation++;
        instance.FirstSeq = execution.NextSeq;
        instance.Input = execution.NextInput;
        instance.NextTurn = 0;
        instance.LastTurnAt = DateTimeOffset.MinValue;
    }

    private static void CollectRequests(TurnWrite write, Instance instance, List<Outgoing> asked)
    {
        foreach (var request in asked)
            switch (request)
            {
                case Outgoing.ActivityScheduled activity:
                    write.Scheduled.Add(new ActivityTask(
                        instance.Key, instance.Id, activity.Seq, activity.Name, activity.Input, HistoryCodec.WriteRetry(activity.Retry))
                    {
                        DueAt = write.At,
                        AskedBy = instance.LastTurn ?? default,
                    });
                    break;
                case Outgoing.TimerCreated timer:
                    write.Created.Add(new TimerRow(timer.FireAt, instance.Key, timer.Seq, IsRetry: false));
                    break;
                case Outgoing.TimerCancelled cancelled:
                    var created = write.Created.FindIndex(t => t.Seq == cancelled.Seq);
                    if (created >= 0)
                        write.Created.RemoveAt(created);
                    else
                        write.Removed.Add(new TimerRow(cancelled.FireAt, instance.Key, cancelled.Seq, IsRetry: false));
                    break;
            }
    }

    private void CloseTimers(TurnWrite write, Instance instance, OrchestrationExecution execution)
    {
        var open = 0;
        foreach (var timer in execution.OpenTimers)
        {
            open++;
            if (write.Created.RemoveAll(t => t.Seq == timer.Seq) == 0)
                write.Removed.Add(new TimerRow(timer.FireAt, instance.Key, timer.Seq, IsRetry: false));
        }
        if (open > 0)
            LogOpenTimers(instance.Id, open);
    }

    /// <summary>The next generation begins with the events that nobody has waited for, in the order in which they came.</summary>
    private void Carry(TurnWrite write, Instance instance, OrchestrationExecution execution, IEnumerable<Letter> undelivered)
    {
        Keep(Incoming.Begun.Instance, null, null);
        foreach (var kept in execution.Kept)
            Keep(kept, kept.Name, kept.Data);
        foreach (var letter in undelivered)
            if (letter.Message is Incoming.EventRaised raised)
                Keep(raised, raised.Name, raised.Data);

        void Keep(Incoming message, string? name, string? data)
        {
            write.Carried.Add(new InboxRow(++lastInboxId, name, data));
            instance.Mailbox.Add(new Letter(message) { InboxId = lastInboxId });
        }

        Queue(instance);
    }

    private void TurnCommitted(TurnWrite write)
    {
        foreach (var task in write.Scheduled)
            activities.Add(task);
    }

    private void Fail(Instance instance, string reason, Exception? failure)
    {
        LogFailed(instance.Id, reason, failure);
        End(instance, OrchestrationState.Failed, reason, static () => { });
    }

    /// <summary>Ends an instance now: its timers, its mail and those of its activities that have not begun go.</summary>
    private void End(Instance instance, OrchestrationState state, string reason, Action committed)
    {
        if (!instance.IsStored)
            Store(instance, static () => { });
        var mail = instance.Mailbox;
        instance.Mailbox = [];
        var timers = OpenTimers(instance);
        instance.State = state;
        instance.Execution = null;
        activities.Cancel(instance.Key);
        batch.Add(new EndWrite(instance.Key, state, now, reason, timers, () =>
        {
            foreach (var letter in mail)
                letter.Committed?.Invoke();
            committed();
        }));
    }

    private List<(DateTimeOffset FireAt, long Seq)> OpenTimers(Instance instance)
    {
        var open = new Dictionary<long, DateTimeOffset>();
        foreach (var row in database.ReadHistory(instance.Key))
        {
            var turn = HistoryCodec.Read(row);
            foreach (var created in turn.Asked.OfType<Outgoing.TimerCreated>())
                open[created.Seq] = created.FireAt;
            foreach (var cancelled in turn.Asked.OfType<Outgoing.TimerCancelled>())
                open.Remove(cancelled.Seq);
            foreach (var fired in turn.Delivered.OfType<Incoming.TimerFired>())
                open.Remove(fired.Seq);
        }
        foreach (var backoff in database.Backoffs(instance.Key))
            open[backoff.Seq] = backoff.FireAt;
        return open.Select(timer => (timer.Value, timer.Key)).ToList();
    }

    private static InstanceRow Row(Instance instance, DateTimeOffset at, string? waitsFor, string? failure) => new(
        instance.Key, instance.Id, instance.Orchestrator, instance.State, instance.Generation, instance.FirstSeq, instance.CreatedAt, at,
        instance.Input, waitsFor, failure);
}
