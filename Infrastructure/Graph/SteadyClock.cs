using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>
/// The time to work by on a machine whose clock may be set wrong: the machine's own, as long as it goes evenly and Microsoft 365 has the
/// same; else Microsoft 365's. A clock that leaps is followed only once Microsoft 365 has leapt too, so that nothing goes early because
/// somebody set a clock.
/// </summary>
/// <param name="machine">The machine's clock, and its stopwatch, which nobody can set.</param>
/// <param name="logger">Told when the clock is found to be wrong, and when it is right again.</param>
public sealed partial class SteadyClock(TimeProvider machine, ILogger<SteadyClock>? logger = null) : TimeProvider, IClock
{
    private readonly ILogger log = logger ?? NullLogger<SteadyClock>.Instance;
    private readonly Lock gate = new();
    private Instant at = Instant.FromDateTimeOffset(machine.GetUtcNow());
    private long since = machine.GetTimestamp();
    private Duration correction;

    /// <summary>How far the machine's clock may be off before it is not taken. Answers say the time in whole seconds and are on their way for some.</summary>
    public static Duration Tolerance { get; } = Duration.FromMinutes(2);

    /// <summary>What is added to the machine's clock; zero where that is right.</summary>
    public Duration Correction
    {
        get
        {
            lock (gate)
                return correction;
        }
    }

    /// <summary>True when the clock leapt since it was last compared: Microsoft 365 is to be asked.</summary>
    public bool IsInDoubt
    {
        get
        {
            lock (gate)
                return !IsSmall(Shown - Steady);
        }
    }

    private Instant Machine => Instant.FromDateTimeOffset(machine.GetUtcNow());

    private Instant Shown => Machine + correction;

    private Instant Steady => at + Duration.FromTimeSpan(machine.GetElapsedTime(since));

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <summary>Takes note of what time Microsoft 365 has.</summary>
    public void Compare(Instant theirs)
    {
        Duration before;
        Duration now;
        lock (gate)
        {
            before = correction;
            var off = theirs - Machine;
            // Seconds more or less are no news.
            now = correction = IsSmall(off) ? Duration.Zero : IsSmall(off - before) ? before : off;
            (at, since) = (Shown, machine.GetTimestamp());
        }

        if (now == before)
            return;
        if (now == Duration.Zero)
            ClockRight(log);
        else
            ClockWrong(log, Math.Abs((long)now.TotalMinutes), now < Duration.Zero ? "ahead of" : "behind");
    }

    /// <inheritdoc/>
    public Instant GetCurrentInstant()
    {
        lock (gate)
        {
            if (!IsSmall(Shown - Steady))
                return Steady;
            (at, since) = (Shown, machine.GetTimestamp());
            return at;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => GetCurrentInstant().ToDateTimeOffset();

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    private static bool IsSmall(Duration off) => off <= Tolerance && off >= -Tolerance;

    [LoggerMessage(1, LogLevel.Warning, "This machine's clock is {Minutes} minutes {Side} Microsoft 365's. Set it; until then everything goes by Microsoft 365's.")]
    private static partial void ClockWrong(ILogger logger, long minutes, string side);

    [LoggerMessage(2, LogLevel.Information, "This machine's clock has the same time as Microsoft 365 again.")]
    private static partial void ClockRight(ILogger logger);
}
