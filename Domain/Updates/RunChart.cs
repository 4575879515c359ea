namespace ClinicalEngagement.Domain.Updates;

/// <summary>What the rules of "making data count" see in a series (DOMAIN: charts of improvement work).</summary>
public enum RunChartSignal
{
    /// <summary>Seven or more points in a row above the mean.</summary>
    ShiftAbove,

    /// <summary>Seven or more points in a row below the mean.</summary>
    ShiftBelow,

    /// <summary>Seven or more points rising one after another.</summary>
    TrendRising,

    /// <summary>Seven or more points falling one after another.</summary>
    TrendFalling,

    /// <summary>A point above the upper limit.</summary>
    AboveLimits,

    /// <summary>A point below the lower limit.</summary>
    BelowLimits,
}

/// <summary>A series read by the rules of statistical process control: mean, limits and signals, for a chart of individual values.</summary>
/// <remarks>
/// Limits are the mean plus and minus 2.66 times the average moving range (the XmR chart). Two conventions that the sources leave open
/// are chosen here: a point on the mean belongs to neither side and ends no run; a value equal to the one before neither lengthens nor
/// ends a trend.
/// </remarks>
/// <param name="Values">The points in order of date, in the measure's unit.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Lower">The lower limit, or null with fewer than <see cref="PointsForSignals"/> points.</param>
/// <param name="Upper">The upper limit, or null likewise.</param>
/// <param name="Signals">What the rules see, each at most once, in the order of the enum.</param>
public sealed record RunChart(
    IReadOnlyList<decimal> Values, decimal Mean, decimal? Lower, decimal? Upper, IReadOnlyList<RunChartSignal> Signals)
{
    /// <summary>How long a shift or a trend is, and from how many points on limits are drawn: with fewer, limits move with every point.</summary>
    public const int PointsForSignals = 7;

    private const decimal LimitsPerMovingRange = 2.66m;

    /// <summary>True when there are enough points for any rule to speak.</summary>
    public bool CanSignal => Values.Count >= PointsForSignals;

    /// <summary>Reads a series of at least one point.</summary>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public static RunChart Of(IReadOnlyList<decimal> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("A run chart needs a point.", nameof(values));
        var mean = values.Average();
        if (values.Count < PointsForSignals)
            return new RunChart(values, mean, null, null, []);

        var spread = LimitsPerMovingRange * values.Zip(values.Skip(1), (a, b) => Math.Abs(b - a)).Average();
        var (lower, upper) = (mean - spread, mean + spread);
        var signals = new List<RunChartSignal>();
        Add(RunChartSignal.ShiftAbove, LongestRun(values.Select(v => v.CompareTo(mean)), 1) >= PointsForSignals);
        Add(RunChartSignal.ShiftBelow, LongestRun(values.Select(v => v.CompareTo(mean)), -1) >= PointsForSignals);
        // Seven points that rise are six steps.
        Add(RunChartSignal.TrendRising, LongestRun(Steps(values), 1) >= PointsForSignals - 1);
        Add(RunChartSignal.TrendFalling, LongestRun(Steps(values), -1) >= PointsForSignals - 1);
        Add(RunChartSignal.AboveLimits, values.Any(v => v > upper));
        Add(RunChartSignal.BelowLimits, values.Any(v => v < lower));
        return new RunChart(values, mean, lower, upper, signals);

        void Add(RunChartSignal signal, bool seen)
        {
            if (seen)
                signals.Add(signal);
        }
    }

    /// <summary>
    /// The rules' results in one sentence that names each rule: as in "The run chart shows a trend (seven or more points rising) and
    /// points outside the limits." Null while there are too few points for any rule to speak.
    /// </summary>
    public string? InWords()
    {
        if (!CanSignal)
            return null;
        var seen = new List<string>();
        if (Signals.Contains(RunChartSignal.ShiftAbove))
            seen.Add("a shift (seven or more points above the mean)");
        if (Signals.Contains(RunChartSignal.ShiftBelow))
            seen.Add("a shift (seven or more points below the mean)");
        if (Signals.Contains(RunChartSignal.TrendRising))
            seen.Add("a trend (seven or more points rising)");
        if (Signals.Contains(RunChartSignal.TrendFalling))
            seen.Add("a trend (seven or more points falling)");
        if (Signals.Contains(RunChartSignal.AboveLimits) && Signals.Contains(RunChartSignal.BelowLimits))
            seen.Add("points outside the limits");
        else if (Signals.Contains(RunChartSignal.AboveLimits))
            seen.Add("a point outside the limits, above");
        else if (Signals.Contains(RunChartSignal.BelowLimits))
            seen.Add("a point outside the limits, below");
        return seen switch
        {
            [] => "The run chart shows no shift, no trend and no point outside the limits.",
            [var one] => $"The run chart shows {one}.",
            [.. var first, var last] => $"The run chart shows {string.Join(", ", first)} and {last}.",
        };
    }

    private static IEnumerable<int> Steps(IReadOnlyList<decimal> values) => values.Zip(values.Skip(1), (a, b) => Math.Sign(b - a));

    private static int LongestRun(IEnumerable<int> sides, int side)
    {
        var (longest, current) = (0, 0);
        foreach (var one in sides)
        {
            if (one == 0)
                continue;
            current = one == side ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
