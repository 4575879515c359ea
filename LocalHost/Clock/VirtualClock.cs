using System.Globalization;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Clock;

/// <summary>
/// The clock of a simulated trust: it stands still until it is moved on, and everything that asks for the time asks it. Where it stands
/// is saved with the data before anything sees it, so that after a crash no time is seen twice as earlier.
/// </summary>
public sealed class VirtualClock : TimeProvider, IClock
{
    private readonly string? file;
    private readonly Lock moving = new();
    private long ticks;

    /// <summary>A clock that stands at <paramref name="start"/>, or where the file says it stood.</summary>
    /// <param name="start">Where a new clock begins.</param>
    /// <param name="file">Where it is saved, or null to forget.</param>
    public VirtualClock(Instant start, string? file = null)
    {
        this.file = file;
        ticks = (Saved(file) ?? start).ToUnixTimeTicks();
    }

    /// <summary>Raised after it was moved on.</summary>
    public event Action? Moved;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Where it stands.</summary>
    public Instant Now => Instant.FromUnixTimeTicks(Volatile.Read(ref ticks));

    /// <inheritdoc/>
    public Instant GetCurrentInstant() => Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref ticks);

    /// <inheritdoc/>
    public override long TimestampFrequency => NodaConstants.TicksPerSecond;

    /// <summary>Moves it on; a moment that is not later changes nothing.</summary>
    public void MoveTo(Instant moment)
    {
        lock (moving)
        {
            if (moment <= Now)
                return;
            if (file is not null)
                Save(file, moment);
            Volatile.Write(ref ticks, moment.ToUnixTimeTicks());
        }

        Moved?.Invoke();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new VirtualTimer(this, callback, state, dueTime, period);

    private static Instant? Saved(string? file) => file is not null && File.Exists(file)
        && long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var saved)
            ? Instant.FromUnixTimeTicks(saved)
            : null;

    private static void Save(string file, Instant moment)
    {
        var next = file + ".next";
        File.WriteAllText(next, moment.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture));
        File.Move(next, file, overwrite: true);
    }

    private sealed class VirtualTimer : ITimer
    {
        private readonly VirtualClock clock;
        private readonly TimerCallback callback;
        private readonly object? state;
        private readonly Lock changing = new();
        private Instant? due;
        private Duration? period;

        public VirtualTimer(VirtualClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.clock = clock;
            this.callback = callback;
            this.state = state;
            clock.Moved += Look;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (changing)
            {
                due = dueTime < TimeSpan.Zero ? null : clock.Now + Duration.FromTimeSpan(dueTime);
                this.period = period <= TimeSpan.Zero ? null : Duration.FromTimeSpan(period);
            }

            if (dueTime == TimeSpan.Zero)
                Look();
            return true;
        }

        public void Dispose()
        {
            clock.Moved -= Look;
            lock (changing)
                due = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Look()
        {
            lock (changing)
            {
                if (due is not { } at || at > clock.Now)
                    return;
                due = period is { } step ? clock.Now + step : null;
            }

            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        }
    }
}
