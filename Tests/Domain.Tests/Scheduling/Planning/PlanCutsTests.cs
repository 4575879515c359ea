using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

/// <summary>The relaxation of small batches whose answer is known by hand, and the cuts that it breaks.</summary>
public sealed class PlanCutsTests
{
    [Fact]
    public void Solve_RingOfFive_TakesHalfOfEachUntilItsCutIsAdded()
    {
        var model = PlanModel.Of(Ring(5), out _, out _);
        var relaxation = Solved(model);
        relaxation.Bound().ShouldBe(25, "two meetings and a half are placed");
        for (var column = 0; column < 10; column++)
            relaxation.ValueOf(column).ShouldBe(0.5, 1e-9);
        relaxation.Parts().Order().ShouldBe(Enumerable.Range(0, 10));
        Enumerable.Range(0, 5).ShouldAllBe(meeting => !relaxation.IsWhole(meeting));
        relaxation.Surcharges().ShouldAllBe(s => s == 0);
        var cut = new PlanCuts(model).Broken(relaxation).ShouldHaveSingleItem();
        cut.Columns.ShouldBe([1, 3, 5, 7, 9]);
        cut.Limit.ShouldBe(2);
        var closed = new PlanRelaxation(model.WithRows([cut]), relaxation);
        closed.Solve(null).ShouldBeTrue();
        closed.Bound().ShouldBe(30);
        closed.Pivots.ShouldBeGreaterThan(0);
        new PlanCuts(model.WithRows([cut])).Broken(closed).ShouldBeEmpty();
    }

    [Fact]
    public void Solve_RingOfThree_BreaksOneCutThatIsARingAndAClique()
    {
        var model = PlanModel.Of(Ring(3), out _, out _);
        var relaxation = Solved(model);
        relaxation.Bound().ShouldBe(15);
        var cut = new PlanCuts(model).Broken(relaxation).ShouldHaveSingleItem();
        cut.Columns.ShouldBe([1, 3, 5]);
        cut.Limit.ShouldBe(1);
    }

    [Fact]
    public void Solve_RingOfFour_IsWholeAndBreaksNothing()
    {
        var model = PlanModel.Of(Ring(4), out _, out _);
        var relaxation = Solved(model);
        relaxation.Bound().ShouldBe(20);
        Enumerable.Range(0, 4).ShouldAllBe(meeting => relaxation.IsWhole(meeting));
        Enumerable.Range(0, 4).Count(meeting => relaxation.MostOf(meeting) % 2 == 1).ShouldBe(2);
        relaxation.Parts().ShouldBeEmpty();
        new PlanCuts(model).Broken(relaxation).ShouldBeEmpty();
    }

    [Fact]
    public void Broken_FourOfWhomAnyTwoExcludeEachOther_AreOneCliqueThatGrowsByWhatExcludesThemAll()
    {
        // Each pair of the four meetings shares one of six people; the first could be held in another way that takes the same people for longer.
        (int, int)[] pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
        var problem = new PlanProblem
        {
            Persons = 6,
            Cells = 2,
            UnplacedCost = 10,
            Meetings =
            [
                .. Enumerable.Range(0, 4).Select(m => new PlanMeeting(
                    [.. Enumerable.Range(0, 6).Where(p => pairs[p].Item1 == m || pairs[p].Item2 == m).Select(p => new PlanUse(p, 1))], m == 0 ? [new(0, 0), new(0, 9)] : [new(0, 0)])),
            ],
        };
        var model = PlanModel.Of(problem, out _, out _);
        var relaxation = Solved(model);
        relaxation.Bound().ShouldBe(20);
        var cuts = new PlanCuts(model).Broken(relaxation);
        cuts.ShouldContain(cut => cut.Limit == 1 && cut.Columns.Order().SequenceEqual(new[] { 1, 2, 4, 6, 8 }));
        foreach (var cut in cuts)
            cut.Columns.Sum(relaxation.ValueOf).ShouldBeGreaterThan(cut.Limit);
        PlanSolver.Solve(problem).Cost.ShouldBe(30);
    }

    [Fact]
    public void Broken_CrowdedBatches_AreCutsThatNoPlanBreaksAndTheRelaxationDoes()
    {
        var broken = 0;
        for (var number = 1; number <= 150; number++)
        {
            var problem = Crowded(new Random(number));
            var model = PlanModel.Of(problem, out _, out _);
            var relaxation = Solved(model);
            var (best, bound, surcharges) = ((Int128)long.MaxValue, relaxation.Bound(), relaxation.Surcharges());
            var cuts = new PlanCuts(model).Broken(relaxation);
            cuts.Select(cut => string.Join(',', cut.Columns)).ShouldBeUnique();
            foreach (var cut in cuts)
            {
                broken++;
                cut.Columns.ShouldBeUnique();
                cut.Columns.Sum(relaxation.ValueOf).ShouldBeGreaterThan(cut.Limit + 1e-5);
            }

            foreach (var plan in Plans(model))
            {
                var cost = PlanSearch.CostOf(model, plan);
                best = Int128.Min(best, cost);
                foreach (var cut in cuts)
                    (plan.Count(cut.Columns.Contains) <= cut.Limit).ShouldBeTrue();
                // What a plan costs more than the bound is at least the surcharge of each of its columns.
                plan.All(column => surcharges[column] <= cost - bound).ShouldBeTrue();
            }

            bound.ShouldBeLessThanOrEqualTo(best);
            PlanSolver.Solve(problem).Cost.ShouldBe(best);
        }

        broken.ShouldBeGreaterThan(20);
    }

    private static PlanRelaxation Solved(PlanModel model)
    {
        var relaxation = new PlanRelaxation(model, long.MaxValue);
        relaxation.Solve(null).ShouldBeTrue();
        for (var meeting = 0; meeting < model.Meetings; meeting++)
            Enumerable.Range(model.MeetingStart[meeting], model.MeetingStart[meeting + 1] - model.MeetingStart[meeting]).Sum(relaxation.ValueOf).ShouldBe(1, 1e-6);
        for (var row = 0; row < model.Rows; row++)
            Enumerable.Range(0, model.Cost.Length).Where(column => model.RowsOf(column).Contains(row)).Sum(relaxation.ValueOf).ShouldBeLessThanOrEqualTo(model.Limit[row] + 1e-6);
        return relaxation;
    }

    /// <summary>Persons in a ring, each pair of neighbours with a meeting, and only one hour.</summary>
    private static PlanProblem Ring(int persons) => new()
    {
        Persons = persons,
        Cells = 1,
        UnplacedCost = 10,
        Meetings = [.. Enumerable.Range(0, persons).Select(i => new PlanMeeting([new(i, 1), new((i + 1) % persons, 1)], [new(0, 0)]))],
    };

    private static PlanProblem Crowded(Random random) => new()
    {
        Persons = 5,
        Cells = 4,
        UnplacedCost = 30,
        Meetings =
        [
            .. Enumerable.Range(0, 6).Select(_ =>
            {
                var (one, other) = (random.Next(5), random.Next(4));
                return new PlanMeeting(
                    [new(one, 1 + random.Next(2)), new(other < one ? other : other + 1, 1 + random.Next(2))],
                    [.. Enumerable.Range(0, 3).Select(_ => random.Next(4)).Distinct().Select(start => new PlanChoice(start, random.Next(9)))]);
            }),
        ],
    };

    /// <summary>Every plan of a small model.</summary>
    private static IEnumerable<int[]> Plans(PlanModel model)
    {
        var (plan, left) = (new int[model.Meetings], model.Limit.ToArray());
        return From(0);

        IEnumerable<int[]> From(int meeting)
        {
            if (meeting == model.Meetings)
            {
                yield return plan;
                yield break;
            }

            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
            {
                var rows = model.RowsOf(column).ToArray();
                if (rows.Any(row => left[row] < 1))
                    continue;
                foreach (var row in rows)
                    left[row]--;
                plan[meeting] = column;
                foreach (var whole in From(meeting + 1))
                    yield return whole;
                foreach (var row in rows)
                    left[row]++;
            }
        }
    }
}
