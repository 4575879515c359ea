using ClinicalEngagement.Domain.Scheduling.Planning;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

/// <summary>Random batches: crowded or loose, one host or several, clinicians wanted more than once, caps, buffers, agreed meetings.</summary>
internal static class PlanProblems
{
    public static readonly Gen<PlanProblem> Small = Any(meetings: 8, cells: 14);

    /// <summary>Larger, and with room for most: where far more is asked than fits, only the time budget ends the proof.</summary>
    public static readonly Gen<PlanProblem> Middling = Any(meetings: 20, cells: 90).Where(p => p.Meetings.Sum(m => m.Uses.Max(u => u.Cells)) < p.Cells);

    public static Gen<PlanProblem> Any(int meetings, int cells) =>
        Gen.Select(Gen.Int[1, meetings], Gen.Int[2, cells], Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 60], Gen.Bool, Gen.Int[0, 3]).SelectMany(
            (count, width, hosts, clinicians, spread, capped, length) =>
                Gen.Select(
                    Gen.Select(
                        Gen.Int[0, hosts - 1], Gen.Int[0, clinicians - 1], Gen.Int[1, 1 + length], Gen.Int[1, 1 + length],
                        Gen.Select(Gen.Int[0, width - 1], Gen.Int[0, spread]).Array[0, width],
                        (host, clinician, hostCells, clinicianCells, choices) => new PlanMeeting(
                            [new(host, hostCells), new(hosts + clinician, clinicianCells)],
                            [.. choices.DistinctBy(c => c.Item1).OrderBy(c => c.Item1).Select(c => new PlanChoice(c.Item1, c.Item2))])).Array[count],
                    Gen.Int[1, 3].Array[(hosts + clinicians) * 3],
                    (list, caps) => new PlanProblem
                    {
                        Persons = hosts + clinicians,
                        Cells = width,
                        Meetings = list,
                        UnplacedCost = (spread + 1L) * count,
                        DayOfCell = capped ? [.. Enumerable.Range(0, width).Select(c => c * 3 / width)] : [],
                        Caps = capped ? Enumerable.Range(0, caps.Length).ToDictionary(i => (i / 3, i % 3), i => caps[i]) : null,
                    }));

    /// <summary>The cost of a plan, after checking that it obeys everything that was asked; a judge that shares nothing with the solver.</summary>
    public static Int128 CostIfAllowed(PlanProblem problem, IReadOnlyList<int> choice)
    {
        var taken = new HashSet<(int Person, int Cell)>();
        var begun = new Dictionary<(int, int), int>();
        var cost = Int128.Zero;
        choice.Count.ShouldBe(problem.Meetings.Count);
        for (var m = 0; m < choice.Count; m++)
        {
            var meeting = problem.Meetings[m];
            if (choice[m] < 0)
            {
                cost += problem.UnplacedCost;
                continue;
            }

            var (start, price) = meeting.Choices[choice[m]];
            cost += price;
            foreach (var use in meeting.Uses)
            {
                for (var cell = start; cell < start + use.Cells; cell++)
                    taken.Add((use.Person, cell)).ShouldBeTrue($"person {use.Person} is in two places in cell {cell}");
                if (problem.DayOfCell.Count > 0)
                {
                    var day = (use.Person, problem.DayOfCell[start]);
                    begun[day] = begun.GetValueOrDefault(day) + 1;
                }
            }
        }

        foreach (var (day, count) in begun)
            if (problem.Caps?.TryGetValue(day, out var cap) == true)
                count.ShouldBeLessThanOrEqualTo(cap);
        return cost;
    }
}
