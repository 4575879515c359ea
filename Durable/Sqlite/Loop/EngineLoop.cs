using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Durable.Sqlite.Execution;
using ClinicalEngagement.Durable.Sqlite.Storage;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>
/// The engine's one thread. Each round takes what has come, runs the turns that are due, writes all of it in one transaction, and
/// only then answers senders and begins activities. Nothing else touches the writing connection or runs an orchestrator.
/// </summary>
internal sealed partial class EngineLoop
{
    // Bounds a round, so that a burst neither delays the first commit nor grows one without end.
    private const int MaxMessagesPerRound = 1_024;
    private const int MaxTimersPerRound = 1_024;
    private const int MaxRecoveredPerRound = 256;
    private const int PurgePerCommit = 256;

    // A system timer does not see the wall clock jump, so the engine looks again at least this often.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestStorageRetry = TimeSpan.FromSeconds(2);

    // More than passes between two statements: somebody has set the clock.
    private static readonly TimeSpan ClockMoved = TimeSpan.FromMilliseconds(1);

    private readonly EmbeddedEngineOptions options;
    private readonly EngineDatabase database;
    private readonly DurableRegistry registry;
    private readonly ActivityRunner runner;
    private readonly TimeProvider time;
    private readonly ILoggerFactory loggerFactory;
    private readonly ILogger logger;

    private readonly ConcurrentQueue<EngineMessage> messages = new();
    private readonly SemaphoreSlim bell = new(0);
    private int asleep;

    private readonly InstanceCache instances;
    private readonly ActivityQueue activities = new();
    private readonly Queue<long> recovered = new();
    private readonly HistoryCodec codec = new();
    private readonly List<Write> batch = [];
    private List<Instance> queued = [];
    private long lastKey;
    private long lastInboxId;

    private Drive drive = Drive.Paused;
    private TaskCompletionSource<bool>? stepping;
    private bool stepped;
    private readonly List<TaskCompletionSource<bool>> pausing = [];
    private bool quitting;

    private DateTimeOffset now;
    private DateTimeOffset? nextTimer;
    private long publishedNextTimer = long.MaxValue;
    private long posted;
    private long handled;
    private long quiet = -1;

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource storageRetry = new();

    public EngineLoop(
        EmbeddedEngineOptions options, EngineDatabase database, DurableRegistry registry, IServiceProvider services, TimeProvider time,
        ILoggerFactory loggerFactory)
    {
        this.options = options;
        this.database = database;
        this.registry = registry;
        this.time = time;
        this.loggerFactory = loggerFactory;
        logger = loggerFactory.CreateLogger<EmbeddedEngine>();
        runner = new ActivityRunner(registry, services, Post);
        instances = new InstanceCache(database, options.LiveExecutions);
        Telemetry = new EngineTelemetry(options.DatabaseFile, () => activities.Ready, () => activities.Running, () => messages.Count, () => instances.Count);
    }

    private enum Drive
    {
        /// <summary>Requests are stored; no turn runs.</summary>
        Paused,

        /// <summary>No activity begins; turns run for those that end.</summary>
        Draining,

        /// <summary>One thing after another until nothing is due.</summary>
        Stepping,

        Live,
    }

    /// <summary>Completes when the loop has ended; faulted where it ended by an exception.</summary>
    public Task Ended => ended.Task;

    public EngineTelemetry Telemetry { get; }

    /// <summary>True where everything posted was handled, nothing runs or waits to run, and no timer is due.</summary>
    public bool IsIdle =>
        Volatile.Read(ref quiet) == Volatile.Read(ref posted) && Volatile.Read(ref publishedNextTimer) > time.GetUtcNow().UtcTicks;

    /// <summary>Begins the thread, after all unfinished work is found in the file.</summary>
    public void Begin()
    {
        Recover();
        var thread = new Thread(Run)
        {
            IsBackground = true,
            Name = "durable engine",
            CurrentCulture = CultureInfo.InvariantCulture,
            CurrentUICulture = CultureInfo.InvariantCulture,
        };
        thread.UnsafeStart();
    }

    public void Post(EngineMessage message)
    {
        Interlocked.Increment(ref posted);
        messages.Enqueue(message);
        if (Volatile.Read(ref asleep) == 1 && Interlocked.Exchange(ref asleep, 0) == 1)
            bell.Release();
    }

    /// <summary>Waits for an answer, or for the end of the loop.</summary>
    /// <exception cref="ObjectDisposedException">The engine was closed before the answer.</exception>
    /// <exception cref="InvalidOperationException">The engine stopped by an exception, which is the inner one.</exception>
    public async Task<T> WaitAsync<T>(Task<T> answer, CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(answer, ended.Task).WaitAsync(cancellationToken);
        if (first == answer || answer.IsCompleted)
            return await answer;
        if (ended.Task.IsFaulted)
            throw new InvalidOperationException("The durable engine has stopped; what was not acknowledged may not be stored.", ended.Task.Exception.InnerException);
        throw new ObjectDisposedException(nameof(EmbeddedEngine));
    }

    /// <summary>Lets the activities that run know that they should end.</summary>
    public void CancelActivities() => runner.Cancel();

    /// <summary>Ends the loop after what has been posted; a write that fails is not tried again.</summary>
    public void Quit()
    {
        storageRetry.Cancel();
        runner.Cancel();
        Post(new EngineMessage.Quit());
    }

    private void Recover()
    {
        lastKey = database.MaxInstanceKey();
        lastInboxId = database.MaxInboxId();
        foreach (var key in database.InstancesWithInbox())
            recovered.Enqueue(key);
        foreach (var (row, instanceId) in database.ReadyActivities())
        {
            var task = ActivityTask.From(row, instanceId);
            task.IsRecovered = true;
            activities.Add(task);
        }
        PublishNextTimer(database.NextTimer());
    }

    private void Run()
    {
        using var alarm = time.CreateTimer(_ => Post(new EngineMessage.Wake()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (!quitting)
                Round(alarm);
            ended.TrySetResult();
        }
        catch (Exception failure)
        {
            // The loop's outermost floor: the engine stops, and everyone who waits learns why.
            LogStopped(failure);
            runner.Cancel();
            ended.TrySetException(failure);
        }
        finally
        {
            Volatile.Write(ref quiet, -1);
        }
    }

    private void Round(ITimer alarm)
    {
        now = time.GetUtcNow();
        TakeMessages();
        var progress = false;
        if (MayRunTurns)
        {
            QueueRecovered();
            if (drive != Drive.Stepping || queued.Count == 0)
                progress |= TakeDueTimers();
            progress |= RunTurns();
        }
        Commit();
        instances.Trim();
        progress |= BeginActivities();
        if (quitting || progress || batch.Count > 0 || !messages.IsEmpty)
            return;
        if (drive is Drive.Stepping or Drive.Draining && activities.Running == 0 && queued.Count == 0)
        {
            Rest();
            return;
        }
        Sleep(alarm);
    }

    private bool MayRunTurns => drive is Drive.Live or Drive.Draining || (drive == Drive.Stepping && activities.Running == 0);

    private void TakeMessages()
    {
        for (var i = 0; i < MaxMessagesPerRound && messages.TryDequeue(out var message); i++)
        {
            handled++;
            Handle(message);
        }
    }

    private void QueueRecovered()
    {
        for (var i = 0; i < MaxRecoveredPerRound && recovered.TryDequeue(out var key); i++)
            if (instances.Find(key) is { IsEnded: false } instance)
                Queue(instance);
    }

    private bool TakeDueTimers()
    {
        if (nextTimer is null || nextTimer > now || drive == Drive.Draining)
            return false;
        if (drive == Drive.Stepping && !TimerComesFirst())
            return false;
        // Stepped, what is due at one time comes before what is due at the next, and each before what it sets off.
        var rows = database.DueTimers(drive == Drive.Stepping ? nextTimer.Value : now, MaxTimersPerRound);
        foreach (var row in rows)
        {
            Telemetry.TimerTaken(now - row.FireAt);
            if (row.IsRetry)
                TakeBackoff(row);
            else
                Deliver(row.Instance, row.Seq, new Letter(new Incoming.TimerFired(row.Seq)) { FireAt = row.FireAt });
        }
        return rows.Count > 0;
    }

    private void TakeBackoff(TimerRow timer)
    {
        stepped = true;
        var row = database.FindActivity(timer.Instance, timer.Seq);
        var instance = row is null ? null : instances.Find(timer.Instance);
        batch.Add(new BackoffOverWrite(timer, () =>
        {
            if (instance is not null && database.FindActivity(timer.Instance, timer.Seq) is { } stored)
                activities.Add(ActivityTask.From(stored, instance.Id));
        }));
    }

    /// <summary>Puts the outcome of a request into its instance's mail, unless the instance has ended or begun anew since.</summary>
    private void Deliver(long key, long seq, Letter letter)
    {
        if (instances.Find(key) is not { IsEnded: false } instance || seq < instance.FirstSeq)
        {
            batch.Add(new DropWrite(key, letter));
            return;
        }
        instance.Mailbox.Add(letter);
        Queue(instance);
    }

    private void Queue(Instance instance)
    {
        if (instance.IsQueued || instance.Mailbox.Count == 0)
            return;
        instance.IsQueued = true;
        queued.Add(instance);
    }

    private bool RunTurns()
    {
        if (queued.Count == 0)
            return recovered.Count > 0;
        var turns = queued;
        queued = [];
        if (drive == Drive.Stepping)
            turns.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        foreach (var instance in turns)
        {
            instance.IsQueued = false;
            if (!instance.IsEnded)
                RunTurn(instance);
        }
        return true;
    }

    private bool BeginActivities()
    {
        if (drive is not (Drive.Live or Drive.Stepping))
            return false;
        var places = drive == Drive.Live ? options.MaxConcurrentActivities : 1;
        if (drive == Drive.Stepping && (queued.Count > 0 || recovered.Count > 0 || TimerComesFirst()))
            return true;
        while (activities.Running < places && activities.TryTake(out var task))
        {
            stepped = true;
            if (task.IsRecovered)
            {
                batch.Add(Recovery(task));
                if (drive == Drive.Stepping)
                    return true;
            }
            else
            {
                activities.Begin();
                runner.Begin(task);
            }
        }
        return batch.Count > 0;
    }

    private bool TimerComesFirst() => nextTimer <= now && (activities.FirstDue is not { } due || nextTimer <= due);

    private RecoveryWrite Recovery(ActivityTask task) => new(task, task.Recoveries + 1, () =>
    {
        task.IsRecovered = false;
        task.Recoveries++;
        if (task.Recoveries > options.MaxRecoveries)
        {
            activities.Begin();
            Post(new EngineMessage.ActivityEnded(task, null, new NonRetriableException(
                $"The process died {task.Recoveries} times while this activity ran; it is not begun again.")));
        }
        else if (!task.IsCancelled)
        {
            activities.Add(task);
        }
    });

    private void Commit()
    {
        if (batch.Count == 0)
            return;
        var writes = batch.ToArray();
        batch.Clear();
        // Where there are only answers, all that they tell of is committed already.
        for (var attempt = 0; Array.Exists(writes, w => w is not AnswerWrite) && !TryCommit(writes, attempt); attempt++)
            if (storageRetry.Token.WaitHandle.WaitOne(StorageRetry(attempt)))
                throw new ObjectDisposedException(nameof(EmbeddedEngine), "The engine was closed while its file could not be written; what was not acknowledged was not stored.");
        if (Array.Exists(writes, w => w.TouchesTimers))
            PublishNextTimer(database.NextTimer());
        foreach (var write in writes)
            write.Committed();
    }

    private TimeSpan StorageRetry(int attempt)
    {
        var wait = options.FirstStorageRetry * (1 << Math.Min(attempt, 6));
        return wait < LongestStorageRetry ? wait : LongestStorageRetry;
    }

    private bool TryCommit(Write[] writes, int attempt)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            database.Begin();
            foreach (var write in writes)
                write.Apply(database);
            options.CommitProbe?.Invoke(CommitPoint.Before);
            database.Commit();
            Telemetry.Committed(writes.Length, Stopwatch.GetElapsedTime(started));
            options.CommitProbe?.Invoke(CommitPoint.After);
            return true;
        }
        catch (EngineStorageException failure) when (failure.IsTransient)
        {
            database.Rollback();
            if (attempt == 0)
                LogStorageRetry(failure);
            if (stepping is not null)
            {
                stepping.TrySetException(failure);
                stepping = null;
                drive = Drive.Draining;
            }
            return false;
        }
    }

    private void PublishNextTimer(DateTimeOffset? next)
    {
        nextTimer = next;
        Volatile.Write(ref publishedNextTimer, next?.UtcTicks ?? long.MaxValue);
    }

    /// <summary>Nothing is left to do for a step or a pause.</summary>
    private void Rest()
    {
        var draining = drive == Drive.Draining;
        drive = Drive.Paused;
        PublishQuiet();
        if (!draining)
        {
            stepping!.TrySetResult(stepped);
            stepping = null;
        }
        AnswerPausing();
    }

    private void AnswerPausing()
    {
        foreach (var waiter in pausing)
            waiter.TrySetResult(true);
        pausing.Clear();
    }

    private void PublishQuiet()
    {
        var isQuiet = queued.Count == 0 && recovered.Count == 0 && activities.Running == 0 && activities.Ready == 0;
        Volatile.Write(ref quiet, isQuiet ? handled : -1);
    }

    private void Sleep(ITimer alarm)
    {
        if (drive == Drive.Live && !TrySetAlarm(alarm))
            return;
        PublishQuiet();
        Interlocked.Exchange(ref asleep, 1);
        // Between the last look and the flag something may have come without ringing.
        if (!messages.IsEmpty && Interlocked.Exchange(ref asleep, 0) == 1)
            return;
        bell.Wait();
    }

    /// <summary>False where a timer is due by now, or the clock was moved meanwhile and the alarm would ring too late.</summary>
    private bool TrySetAlarm(ITimer alarm)
    {
        var current = time.GetUtcNow();
        var wait = nextTimer is { } next && next - current < LongestSleep ? next - current : LongestSleep;
        if (wait <= TimeSpan.Zero)
            return false;
        alarm.Change(wait, Timeout.InfiniteTimeSpan);
        return time.GetUtcNow() - current < ClockMoved;
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The durable engine stopped.")]
    private partial void LogStopped(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The durable engine can't write its file; it keeps trying, and acknowledges nothing until it can.")]
    private partial void LogStorageRetry(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Orchestration {InstanceId} failed: {Reason}")]
    private partial void LogFailed(string instanceId, string reason, Exception? failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orchestration {InstanceId} ended a generation with {Count} timers open; cancel a timer that is no longer wanted.")]
    private partial void LogOpenTimers(string instanceId, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Activity {Activity} of {InstanceId} failed try {Failures} and is tried again at {DueAt:O}.")]
    private partial void LogRetry(string activity, string instanceId, int failures, DateTimeOffset dueAt, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Activity {Activity} of {InstanceId} failed for good after {Failures} tries.")]
    private partial void LogDeadLetter(string activity, string instanceId, int failures, Exception failure);
}
