using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>
/// The starts of a window: every multiple of the resolution in elapsed time, so each exists exactly once. The United Kingdom's offset is
/// whole hours, so they fall on the same minutes of the local hour before and after a clock change.
/// </summary>
internal readonly struct StartGrid
{
    private readonly long firstTicks;
    private readonly long stepTicks;

    public StartGrid(Interval window, Duration duration, Duration resolution)
    {
        stepTicks = resolution.BclCompatibleTicks;
        firstTicks = RoundUp(window.Start.ToUnixTimeTicks(), stepTicks);
        var lastTicks = window.End.ToUnixTimeTicks() - duration.BclCompatibleTicks;
        Count = lastTicks < firstTicks ? 0 : (int)((lastTicks - firstTicks) / stepTicks) + 1;
    }

    /// <summary>How many starts.</summary>
    public int Count { get; }

    /// <summary>The start with that index.</summary>
    public Instant this[int index] => Instant.FromUnixTimeTicks(firstTicks + (index * stepTicks));

    /// <summary>The index of a start, or -1 when it is not on the grid or outside the window.</summary>
    public int IndexOf(Instant start)
    {
        var (index, rest) = Math.DivRem(start.ToUnixTimeTicks() - firstTicks, stepTicks);
        return rest == 0 && index >= 0 && index < Count ? (int)index : -1;
    }

    /// <summary>True when a moment is a multiple of the resolution.</summary>
    public bool IsOnGrid(Instant start) => start.ToUnixTimeTicks() % stepTicks == 0;

    /// <summary>The indices of the starts strictly between two moments: from the first up to, but without, the second.</summary>
    public (int From, int To) Between(Instant after, Instant before)
    {
        var from = FloorDiv(after.ToUnixTimeTicks() - firstTicks, stepTicks) + 1;
        var to = -FloorDiv(firstTicks - before.ToUnixTimeTicks(), stepTicks);
        return ((int)Math.Clamp(from, 0, Count), (int)Math.Clamp(to, 0, Count));
    }

    private static long RoundUp(long value, long step) => -FloorDiv(-value, step) * step;

    private static long FloorDiv(long value, long by)
    {
        var quotient = value / by;
        return value % by < 0 ? quotient - 1 : quotient;
    }
}
