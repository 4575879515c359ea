using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <content>What is done about each message.</content>
internal sealed partial class EngineLoop
{
    private void Handle(EngineMessage message)
    {
        switch (message)
        {
            case EngineMessage.Start start:
                Handle(start);
                break;
            case EngineMessage.Raise raise:
                Handle(raise);
                break;
            case EngineMessage.Terminate terminate:
                Handle(terminate);
                break;
            case EngineMessage.ActivityEnded activity:
                Handle(activity);
                break;
            case EngineMessage.ForeignContinuation foreign:
                if (instances.Find(foreign.Execution.InstanceId) is { IsEnded: false } strayed && strayed.Identity == foreign.Execution.Identity)
                    Fail(strayed, foreign.Execution.Foreign(foreign.What), null);
                break;
            case EngineMessage.Purge purge:
                Purge(purge, 0);
                break;
            case EngineMessage.PurgeOne purge:
                Handle(purge);
                break;
            case EngineMessage.Rewrite rewrite:
                Handle(rewrite);
                break;
            case EngineMessage.AskNextDue ask:
                batch.Add(new AnswerWrite(() => ask.Answer.TrySetResult(nextTimer)));
                break;
            case EngineMessage.GoLive live:
                Handle(live);
                break;
            case EngineMessage.Step step:
                Handle(step);
                break;
            case EngineMessage.Pause pause:
                Handle(pause);
                break;
            case EngineMessage.Quit:
                quitting = true;
                break;
        }
    }

    private void Handle(EngineMessage.Start start)
    {
        if (instances.Find(start.InstanceId) is { } existing)
        {
            if (start.Reuse == ReusePolicy.Never || !existing.IsEnded)
            {
                batch.Add(new AnswerWrite(() => start.Answer.TrySetResult(StartResult.AlreadyExists)));
                return;
            }
            activities.Cancel(existing.Key);
            instances.Remove(existing.Id);
            batch.Add(new RemoveWrite(existing.Key));
        }

        var instance = new Instance(++lastKey, start.InstanceId, start.Orchestrator.Name, now) { Input = start.Input };
        instances.Add(instance);
        if (MayRunTurns)
        {
            instance.Mailbox.Add(new Letter(Incoming.Begun.Instance) { Committed = () => start.Answer.TrySetResult(StartResult.Started) });
            Queue(instance);
            return;
        }
        Store(instance, () => start.Answer.TrySetResult(StartResult.Started));
        instance.Mailbox.Add(new Letter(Incoming.Begun.Instance) { InboxId = lastInboxId });
        Queue(instance);
    }

    private void Store(Instance instance, Action committed)
    {
        instance.IsStored = true;
        batch.Add(new StartWrite(Row(instance, now, null, null), ++lastInboxId, committed));
    }

    private void Handle(EngineMessage.Raise raise)
    {
        if (instances.Find(raise.InstanceId) is not { IsEnded: false } instance)
        {
            batch.Add(new AnswerWrite(() => raise.Answer.TrySetResult(true)));
            return;
        }
        var message = new Incoming.EventRaised(raise.EventName, raise.Data);
        if (MayRunTurns)
        {
            instance.Mailbox.Add(new Letter(message) { Committed = () => raise.Answer.TrySetResult(true) });
        }
        else
        {
            batch.Add(new EventWrite(instance.Key, new InboxRow(++lastInboxId, raise.EventName, raise.Data), raise.Answer));
            instance.Mailbox.Add(new Letter(message) { InboxId = lastInboxId });
        }
        Queue(instance);
    }

    private void Handle(EngineMessage.Terminate terminate)
    {
        if (instances.Find(terminate.InstanceId) is { IsEnded: false } instance)
            End(instance, OrchestrationState.Terminated, terminate.Reason, () => terminate.Answer.TrySetResult(true));
        else
            batch.Add(new AnswerWrite(() => terminate.Answer.TrySetResult(true)));
    }

    private void Handle(EngineMessage.ActivityEnded message)
    {
        var task = message.Task;
        if (!activities.End(task))
            return;
        Telemetry.ActivityEnded(message.Failure is null ? "completed" : "failed");
        if (message.Failure is null)
        {
            Deliver(task.Instance, task.Seq, new Letter(new Incoming.ActivityCompleted(task.Seq, message.Result!)) { Activity = task });
            return;
        }
        if (message.Failure is OperationCanceledException && runner.IsCancelled)
            // The engine is closing: the row stays, and the next process begins the activity again.
            return;

        task.Failures++;
        var retry = HistoryCodec.ReadRetry(task.Retry);
        if (message.Failure is NonRetriableException || task.Failures >= retry.MaxAttempts)
        {
            LogDeadLetter(task.Name, task.InstanceId, task.Failures, message.Failure);
            task.Failure = new Incoming.ActivityFailed(task.Seq, message.Failure.GetType().FullName!, message.Failure.Message);
            Deliver(task.Instance, task.Seq, new Letter(task.Failure) { Activity = task });
            return;
        }
        var dueAt = Backoff.DueAt(now, retry, task.Failures);
        LogRetry(task.Name, task.InstanceId, task.Failures, dueAt, message.Failure);
        batch.Add(new BackoffWrite(task, task.Failures, dueAt));
    }

    private void Handle(EngineMessage.GoLive live)
    {
        if (stepping is not null)
        {
            live.Answer.TrySetException(new InvalidOperationException("The engine is being stepped; let that end before it goes live."));
            return;
        }
        drive = Drive.Live;
        AnswerPausing();
        live.Answer.TrySetResult(true);
    }

    private void Handle(EngineMessage.Step step)
    {
        if (drive == Drive.Live || stepping is not null)
        {
            step.Answer.TrySetException(new InvalidOperationException("The engine is live or stepping already; stop it before it is stepped."));
            return;
        }
        stepping = step.Answer;
        stepped = false;
        drive = Drive.Stepping;
    }

    private void Handle(EngineMessage.Pause pause)
    {
        if (drive == Drive.Paused)
        {
            pause.Answer.TrySetResult(true);
            return;
        }
        stepping?.TrySetCanceled();
        stepping = null;
        drive = Drive.Draining;
        pausing.Add(pause.Answer);
    }

    private void Handle(EngineMessage.PurgeOne purge)
    {
        if (instances.Find(purge.InstanceId) is not { } instance)
            batch.Add(new AnswerWrite(() => purge.Answer.TrySetResult(true)));
        else if (!instance.IsEnded)
            batch.Add(new AnswerWrite(() => purge.Answer.TrySetResult(false)));
        else
            batch.Add(new PurgeOneWrite(instance.Key, gone =>
            {
                if (gone)
                    instances.Remove(purge.InstanceId);
                purge.Answer.TrySetResult(gone);
            }));
    }

    // Outside any transaction: what was asked for before it is committed with the next batch, and looked for again by whoever asked.
    private void Handle(EngineMessage.Rewrite rewrite)
    {
        try
        {
            rewrite.Answer.TrySetResult(database.Rewrite());
        }
        catch (EngineStorageException failure)
        {
            rewrite.Answer.TrySetException(failure);
        }
    }

    private void Purge(EngineMessage.Purge purge, int already) => batch.Add(new PurgeWrite(purge.EndedBefore, PurgePerCommit, ids =>
    {
        foreach (var id in ids)
            instances.Remove(id);
        // In parts, so that a large purge does not hold up the turns.
        if (ids.Count == PurgePerCommit)
            Purge(purge, already + ids.Count);
        else
            purge.Answer.TrySetResult(already + ids.Count);
    }));
}
