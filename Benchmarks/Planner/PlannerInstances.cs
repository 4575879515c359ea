using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Benchmarks.Planner;

/// <summary>Seeded batches: the same seed, the same batch.</summary>
internal static class PlannerInstances
{
    /// <summary>Eight weeks of days of 32 quarter-hours.</summary>
    public const int Starts = 8 * 7 * 32;

    /// <summary>
    /// Meetings of 20 minutes on quarter-hours, so that starts overlap, between hosts and clinicians whose calendars are free in runs. The
    /// criteria are clinical minutes at risk (0, 1, 2, 4), weeks from now, and broken-up time (0 to 3), packed in that order.
    /// </summary>
    public static PlanProblem Overlapping(int seed, int meetings, int hosts, int clinicians, int choices = 90)
    {
        var random = new Random(seed);
        var hostFree = Enumerable.Range(0, hosts).Select(_ => Runs(random, 0.45)).ToArray();
        var clinicianFree = Enumerable.Range(0, clinicians).Select(_ => Runs(random, 0.25)).ToArray();
        var byWeek = 1L + (3L * meetings);
        var byMinutes = byWeek * (1 + (7L * meetings));
        var list = new List<PlanMeeting>(meetings);
        for (var m = 0; m < meetings; m++)
        {
            var (host, clinician) = (m % hosts, random.Next(clinicians));
            var free = new List<int>();
            for (var start = 0; start + 1 < Starts; start++)
                if (hostFree[host][start] && hostFree[host][start + 1] && clinicianFree[clinician][start] && clinicianFree[clinician][start + 1])
                    free.Add(start);
            while (free.Count > choices)
                free.RemoveAt(random.Next(free.Count));
            list.Add(new(
                [new(host, 2), new(hosts + clinician, 2)],
                [.. free.Select(s => new PlanChoice(s, (Minutes[random.Next(Minutes.Length)] * byMinutes) + (s / (7 * 32) * byWeek) + random.Next(4)))]));
        }

        return new() { Persons = hosts + clinicians, Cells = Starts, Meetings = list, UnplacedCost = byMinutes * 20 };
    }

    /// <summary>One host's meetings of one cell each; every start is allowed to a meeting with the given density.</summary>
    public static PlanProblem Separate(int seed, int meetings, int starts, double density)
    {
        var random = new Random(seed);
        var list = new List<PlanMeeting>(meetings);
        for (var m = 0; m < meetings; m++)
            list.Add(new(
                [new(0, 1)],
                [.. Enumerable.Range(0, starts).Where(_ => random.NextDouble() < density).Select(s => new PlanChoice(s, random.Next(10_000)))]));
        return new() { Persons = 1, Cells = starts, Meetings = list, UnplacedCost = 1_000_000 };
    }

    private static readonly long[] Minutes = [0, 0, 0, 1, 2, 4];

    private static bool[] Runs(Random random, double share)
    {
        var free = new bool[Starts];
        for (var at = 0; at < Starts;)
        {
            var length = 2 + random.Next(10);
            var isFree = random.NextDouble() < share;
            for (var end = Math.Min(Starts, at + length); at < end; at++)
                free[at] = isFree;
        }

        return free;
    }
}
