namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>
/// The ordered criteria of a batch in one whole number for each time: a criterion's weight is more than all that the later ones can add up
/// to over the batch, so the least sum is the least in order. Each meeting counts from its own best, which keeps the numbers short.
/// </summary>
internal sealed class CostPacking
{
    private const int Most = 61;

    private readonly long[][] costs;

    public CostPacking(IReadOnlyList<IReadOnlyList<Slot>> slots)
    {
        var values = slots.Select(Criteria).ToArray();
        var count = values.FirstOrDefault(v => v.Length > 0)?[0].Length ?? 0;
        var (weights, shifts) = (new Int128[count], new int[count]);
        var above = Weigh(values, shifts, weights);
        while (above >= Int128.One << Most)
        {
            // The last criterion that still tells times apart is told half as finely.
            shifts[Enumerable.Range(0, count).Last(c => HasRange(values, shifts, c))]++;
            BitsGivenUp++;
            above = Weigh(values, shifts, weights);
        }

        Unplaced = (long)above;
        costs = [.. values.Select(v => v.Select(s =>
        {
            var sum = Int128.Zero;
            for (var c = 0; c < count; c++)
                sum += weights[c] * (s[c] >> shifts[c]);
            return (long)sum;
        }).ToArray())];
    }

    /// <summary>What a meeting without a time costs: more than all criteria together.</summary>
    public long Unplaced { get; }

    /// <summary>How often a criterion was told half as finely for the numbers to fit.</summary>
    public int BitsGivenUp { get; }

    /// <summary>The packed cost of a meeting's slot.</summary>
    public long CostOf(int meeting, int slot) => costs[meeting][slot];

    /// <summary>Sets each criterion's weight above what all later ones add up to; returns what is above them all.</summary>
    private static Int128 Weigh(long[][][] values, int[] shifts, Int128[] weights)
    {
        var above = Int128.One;
        for (var c = weights.Length - 1; c >= 0; c--)
        {
            weights[c] = above;
            above *= 1 + values.Sum(v => v.Length == 0 ? 0 : v.Max(s => s[c]) >> shifts[c]);
        }

        return above;
    }

    private static bool HasRange(long[][][] values, int[] shifts, int criterion) =>
        values.Any(v => v.Any(s => s[criterion] >> shifts[criterion] > 0));

    /// <summary>For each slot its criteria, each counted from the meeting's least; the last is the order of starts.</summary>
    private static long[][] Criteria(IReadOnlyList<Slot> slots)
    {
        var rows = slots.Select((s, i) => (long[])
            [s.Cost.ClinicalMinutesAtRisk, s.Cost.GoodTimesRank, s.Cost.Later, s.Cost.BrokenUp, s.Cost.HostBusy, i]).ToArray();
        if (rows.Length == 0)
            return rows;
        for (var c = 0; c < rows[0].Length; c++)
        {
            var least = rows.Min(r => r[c]);
            foreach (var row in rows)
                row[c] -= least;
        }

        return rows;
    }
}
