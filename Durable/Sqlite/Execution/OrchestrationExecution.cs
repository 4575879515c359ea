using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClinicalEngagement.Durable.Abstractions;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>
/// One generation of one orchestration in memory: its code, suspended between turns, and what it waits for. It can be dropped at
/// any time and rebuilt from its history.
/// </summary>
internal sealed class OrchestrationExecution : IOrchestrationContext
{
    private readonly OrchestratorRegistration registration;
    private readonly ExecutionIdentity identity;
    private readonly ILoggerFactory loggerFactory;
    private readonly Action<OrchestrationExecution, string> foreign;
    private readonly TurnSynchronizationContext synchronization;

    private readonly Dictionary<long, PendingActivity> activities = [];
    private readonly Dictionary<long, PendingTimer> timers = [];
    private readonly Dictionary<string, Queue<EventWaiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Incoming.EventRaised> kept = [];

    private readonly List<Incoming> delivered = [];
    private readonly List<Outgoing> asked = [];
    private IReadOnlyList<Outgoing> expected = [];
    private int expectedAt;
    private bool replaying;

    private Task? code;
    private int turn;
    private int turnThread = -1;
    private int guids;
    private string? violation;

    public OrchestrationExecution(
        OrchestratorRegistration registration, ExecutionIdentity identity, ILoggerFactory loggerFactory,
        Action<OrchestrationExecution, string> foreign)
    {
        this.registration = registration;
        this.identity = identity;
        this.loggerFactory = loggerFactory;
        this.foreign = foreign;
        NextSeq = identity.FirstSeq;
        synchronization = new TurnSynchronizationContext(this);
    }

    public string InstanceId => identity.InstanceId;

    public DateTimeOffset CurrentUtc { get; private set; }

    public bool IsReplaying => replaying;

    /// <summary>Which generation of which instance it is.</summary>
    public ExecutionIdentity Identity => identity;

    /// <summary>The sequence number the next request gets.</summary>
    public long NextSeq { get; private set; }

    /// <summary>True between the begin and the end of a turn, on the thread that runs it.</summary>
    public bool IsOnTurn => turnThread == Environment.CurrentManagedThreadId;

    /// <summary>True once the code has returned or thrown.</summary>
    public bool IsOver => code is { IsCompleted: true };

    /// <summary>Why the code threw, once it is over, else null.</summary>
    public Exception? Failure => code is { IsFaulted: true } ? code.Exception.InnerException
        : code is { IsCanceled: true } ? new TaskCanceledException(code)
        : null;

    /// <summary>The next generation's input as JSON, where the code asked for one.</summary>
    public string? NextInput { get; private set; }

    /// <summary>Events that came and that nobody waited for, oldest first.</summary>
    public IReadOnlyList<Incoming.EventRaised> Kept => kept;

    /// <summary>Timers that have neither fired nor been cancelled.</summary>
    public IEnumerable<PendingTimer> OpenTimers => timers.Values;

    /// <summary>What the turn that runs has delivered.</summary>
    public List<Incoming> Delivered => delivered;

    /// <summary>What the code asked for in the turn that runs.</summary>
    public List<Outgoing> Asked => asked;

    /// <summary>The names of the events waited for, one a line, or null.</summary>
    public string? WaitsFor()
    {
        string? names = null;
        foreach (var (name, queue) in waiters)
            if (queue.Any(w => !w.IsOver))
                names = names is null ? name : $"{names}\n{name}";
        return names;
    }

    /// <summary>Runs a turn of history again and holds the code to what it asked for then.</summary>
    /// <exception cref="NonDeterminismException">The code asked for something else.</exception>
    public void Replay(HistoryTurn recorded)
    {
        replaying = true;
        expected = recorded.Asked;
        expectedAt = 0;
        BeginTurn(recorded.Number, recorded.At);
        foreach (var incoming in recorded.Delivered)
            Deliver(incoming);
        EndTurn();
        if (expectedAt < expected.Count)
            throw new NonDeterminismException(
                $"{Where()} history holds {expected[expectedAt]} (request {expected[expectedAt].Seq}), which the code did not ask for"
                + (IsOver ? " before it ended." : "."));
        if (IsOver)
            throw new NonDeterminismException($"{Where()} the code ended, but history goes on.", Failure);
        replaying = false;
        asked.Clear();
    }

    public void BeginTurn(int number, DateTimeOffset at)
    {
        turn = number;
        CurrentUtc = at;
        delivered.Clear();
        asked.Clear();
        turnThread = Environment.CurrentManagedThreadId;
    }

    /// <summary>Delivers one message and runs the code until it waits again.</summary>
    /// <exception cref="NonDeterminismException">The code left the path of its history, or awaited something the engine did not create.</exception>
    public void Deliver(Incoming incoming)
    {
        delivered.Add(incoming);
        var outer = SynchronizationContext.Current;
        // Completed outside the context, a ConfigureAwait(false) in the orchestrator still continues here, on the turn.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Hand(incoming);
            SynchronizationContext.SetSynchronizationContext(synchronization);
            synchronization.Drain();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
        ThrowIfViolated();
    }

    public void EndTurn()
    {
        turnThread = -1;
        ThrowIfViolated();
        if (code is { IsCompleted: false } && activities.Count == 0 && timers.Count == 0 && !waiters.Values.Any(q => q.Any(w => !w.IsOver)))
            throw new NonDeterminismException(
                Foreign($"it awaits {ForeignAwait.Describe(code)}, which is not the engine's and can't be replayed"));
    }

    /// <summary>Called from any thread when code of this orchestration went on outside its turn.</summary>
    /// <param name="what">A clause that says what it did.</param>
    public void ReportForeign(string what) => foreign(this, what);

    /// <summary>What such code is told. Only on the engine's thread: it names the last turn.</summary>
    public string Foreign(string what) => $"{Where()} {what}: use the context's timers, activities and events.";

    public Task<TOutput> CallActivityAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null)
    {
        EnsureOnTurn(nameof(CallActivityAsync));
        var seq = Ask(new Outgoing.ActivityScheduled(NextSeq, activity.Name, JsonSerializer.Serialize(input, DurableJson.Options), retry));
        var pending = new PendingActivity<TOutput>(activity.Name, this);
        activities.Add(seq, pending);
        return pending.Task;
    }

    public Task CreateTimerAsync(DateTimeOffset fireAt, CancellationToken cancellationToken)
    {
        EnsureOnTurn(nameof(CreateTimerAsync));
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        var seq = Ask(new Outgoing.TimerCreated(NextSeq, fireAt.ToUniversalTime()));
        var timer = new PendingTimer(this, seq, fireAt.ToUniversalTime(), cancellationToken);
        timers.Add(seq, timer);
        timer.Watch();
        return timer.Task;
    }

    public Task<TEvent> WaitForEventAsync<TEvent>(string eventName, CancellationToken cancellationToken)
    {
        EnsureOnTurn(nameof(WaitForEventAsync));
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TEvent>(cancellationToken);
        var waiter = new EventWaiter<TEvent>(this, cancellationToken);
        var early = kept.FindIndex(e => string.Equals(e.Name, eventName, StringComparison.OrdinalIgnoreCase));
        if (early >= 0)
        {
            var data = kept[early].Data;
            kept.RemoveAt(early);
            waiter.TryTake(data);
            return waiter.Task;
        }
        if (!waiters.TryGetValue(eventName, out var queue))
            waiters.Add(eventName, queue = new Queue<EventWaiter>());
        queue.Enqueue(waiter);
        waiter.Watch();
        return waiter.Task;
    }

    public void ContinueAsNew<TInput>(TInput input)
    {
        EnsureOnTurn(nameof(ContinueAsNew));
        NextInput = JsonSerializer.Serialize(input, DurableJson.Options);
    }

    public Guid NewGuid()
    {
        EnsureOnTurn(nameof(NewGuid));
        var name = $"{identity.InstanceId}\n{identity.CreatedAt.UtcTicks}\n{identity.Generation}\n{guids++}";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        // RFC 9562, section 5.8: version 8, whose bits are the application's own.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    public ILogger CreateReplaySafeLogger(string category) => new ReplaySafeLogger(this, loggerFactory.CreateLogger(category));

    /// <summary>Takes a timer away; false where it has fired already.</summary>
    internal bool CancelTimer(PendingTimer timer)
    {
        if (!timers.ContainsKey(timer.Seq) || !IsCancelOnTurn("a timer"))
            return false;
        timers.Remove(timer.Seq);
        Ask(new Outgoing.TimerCancelled(timer.Seq, timer.FireAt), isNew: false);
        return true;
    }

    /// <summary>False, and reported, where a token was cancelled by something outside the turn.</summary>
    internal bool IsCancelOnTurn(string what)
    {
        if (IsOnTurn)
            return true;
        // A source that is collected or cancelled after the code ended concerns nobody.
        if (!IsOver)
            ReportForeign(
                $"a CancellationToken for {what} was cancelled outside its turn (CancelAfter, CancelAsync or another's token), "
                + "which is not the engine's and can't be replayed");
        return false;
    }

    private void Hand(Incoming incoming)
    {
        switch (incoming)
        {
            case Incoming.Begun:
                SynchronizationContext.SetSynchronizationContext(synchronization);
                code = Begin();
                break;
            case Incoming.ActivityCompleted completed:
                if (activities.Remove(completed.Seq, out var done))
                    done.Complete(completed.Result);
                break;
            case Incoming.ActivityFailed failed:
                if (activities.Remove(failed.Seq, out var broken))
                    broken.Fail(failed.ErrorType, failed.Message);
                break;
            case Incoming.TimerFired fired:
                if (timers.Remove(fired.Seq, out var timer))
                    timer.Fire();
                break;
            case Incoming.EventRaised raised:
                if (!Take(raised))
                    kept.Add(raised);
                break;
        }
    }

    private Task Begin()
    {
        try
        {
            return registration.Run(this, identity.Input);
        }
        catch (Exception failure)
        {
            // Thrown before the first await, as by an input that can't be read: the orchestration failed like any that throws.
            return Task.FromException(failure);
        }
    }

    private bool Take(Incoming.EventRaised raised)
    {
        if (waiters.TryGetValue(raised.Name, out var queue))
            while (queue.TryDequeue(out var waiter))
                if (waiter.TryTake(raised.Data))
                    return true;
        return false;
    }

    private long Ask(Outgoing request, bool isNew = true)
    {
        if (replaying)
            Compare(request);
        asked.Add(request);
        if (isNew)
            NextSeq++;
        return request.Seq;
    }

    private void Compare(Outgoing request)
    {
        if (expectedAt == expected.Count)
            throw Violate($"{Where()} the code asks for {request}, which history does not hold there.");
        var recorded = expected[expectedAt++];
        if (!IsSame(recorded, request))
            throw Violate($"{Where()} history holds {recorded} (request {recorded.Seq}), but the code now asks for {request}.");
    }

    private static bool IsSame(Outgoing recorded, Outgoing request) => (recorded, request) switch
    {
        (Outgoing.ActivityScheduled a, Outgoing.ActivityScheduled b) =>
            a.Seq == b.Seq && string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase) && a.Input == b.Input,
        (Outgoing.TimerCancelled a, Outgoing.TimerCancelled b) => a.Seq == b.Seq,
        _ => recorded == request,
    };

    // The code may catch what is thrown into it, so the violation is kept and ends the turn whatever the code does.
    private NonDeterminismException Violate(string message)
    {
        violation ??= message;
        return new NonDeterminismException(message);
    }

    private void ThrowIfViolated()
    {
        if (violation is not null)
            throw new NonDeterminismException(violation);
    }

    private void EnsureOnTurn(string member)
    {
        if (IsOnTurn && !IsOver)
            return;
        var words = $"{member} was called outside the orchestrator's turn, after an await of something that is not the engine's";
        if (!IsOver)
            ReportForeign(words);
        throw new InvalidOperationException($"Orchestration '{InstanceId}': {words}.");
    }

    private string Where() =>
        $"Orchestrator '{registration.Name}' is not deterministic: at turn {turn} of {CurrentUtc:O} (after {string.Join(", ", delivered.Select(Name))})";

    private static string Name(Incoming incoming) => incoming switch
    {
        Incoming.Begun => "the start",
        Incoming.ActivityCompleted completed => $"completion of request {completed.Seq}",
        Incoming.ActivityFailed failed => $"failure of request {failed.Seq}",
        Incoming.TimerFired fired => $"timer {fired.Seq}",
        Incoming.EventRaised raised => $"event '{raised.Name}'",
        _ => incoming.ToString(),
    };
}
