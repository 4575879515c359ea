namespace ClinicalEngagement.Durable.Tests.Harness;

/// <summary>A wall clock that an administrator sets: its time jumps, and its alarms ring only when told.</summary>
internal sealed class JumpingClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Alarm> alarms = [];

    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
                return field;
        }
        set
        {
            lock (gate)
                field = value;
        }
    } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(callback, state);
        lock (gate)
            alarms.Add(alarm);
        return alarm;
    }

    public void FireAlarms()
    {
        lock (gate)
            alarms.ForEach(a => a.Ring());
    }

    private sealed class Alarm(TimerCallback callback, object? state) : ITimer
    {
        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
