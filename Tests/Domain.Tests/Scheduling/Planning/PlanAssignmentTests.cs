using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

public sealed class PlanAssignmentTests
{
    [Fact]
    public void Solve_EqualCellsForMoreThanThereAre_PlacesAsManyAsFit()
    {
        var plan = Solved(Wanted(meetings: 3, cells: 2));
        plan.Choice.Count(c => c == 0).ShouldBe(1);
        plan.Choice.Count(c => c == 1).ShouldBe(1);
        plan.Choice.Count(c => c < 0).ShouldBe(1);
        (plan.Cost, plan.Bound, plan.Nodes).ShouldBe((10, 10, 1));
    }

    [Fact]
    public void Solve_EachDisplacingTheNext_FindsTheChain()
    {
        // Each wants its own cell or the next for one more; the last comer wants only the first cell, so all move on by one.
        PlanMeeting[] meetings =
        [
            .. Enumerable.Range(0, 5).Select(m => Meeting(m, new PlanChoice(m, 0), new PlanChoice(m + 1, 1))),
            Meeting(5, new PlanChoice(0, 0)),
        ];
        var plan = Solved(Wanted(6, 6) with { Meetings = meetings });
        plan.Choice.ShouldBe([1, 1, 1, 1, 1, 0]);
        (plan.Cost, plan.Bound).ShouldBe((5, 5));
        var dear = Solved(Wanted(6, 6) with { Meetings = meetings, UnplacedCost = 4 });
        dear.Choice.Count(c => c < 0).ShouldBe(1, "five moves cost more than to leave one out");
        (dear.Cost, dear.Bound).ShouldBe((4, 4));
    }

    [Fact]
    public void Solve_SeveralChoicesInOneCell_TakesTheCheapest()
    {
        var plan = Solved(Wanted(2, 3) with
        {
            Meetings = [Meeting(0, new(1, 5), new(1, 3), new(1, 3), new(1, 4)), Meeting(1, new(2, 7), new(2, 6))],
        });
        plan.Choice.ShouldBe([1, 1], "of two that cost the same the first");
        plan.Cost.ShouldBe(9);
        var alone = Solved(Wanted(2, 3) with
        {
            Persons = 4,
            Meetings = [new([new(0, 3), new(1, 1)], [new(0, 5), new(1, 3), new(2, 4)]), new([new(2, 1), new(3, 2)], [new(0, 20)])],
        });
        alone.Choice.ShouldBe([1, -1], "nobody else wants these people, and no time is cheaper than twenty");
        alone.Cost.ShouldBe(13);
    }

    [Fact]
    public void Solve_WhatIsNoAssignment_IsLeftToTheSearch()
    {
        var problem = Wanted(2, 3);
        Solved(problem with { Caps = new Dictionary<(int, int), int>() }).Cost.ShouldBe(0);
        PlanAssignment.Solve(problem with { DayOfCell = [0, 0, 0], Caps = new Dictionary<(int, int), int> { [(0, 0)] = 1 } }, null).ShouldBeNull();
        PlanAssignment.Solve(problem with { Meetings = [problem.Meetings[0] with { Fixed = 0 }, problem.Meetings[1]] }, null).ShouldBeNull();
        PlanAssignment.Solve(problem with { Meetings = [problem.Meetings[0], problem.Meetings[1] with { Fixed = 1 }] }, null).ShouldBeNull();
        PlanAssignment.Solve(problem with { Meetings = [problem.Meetings[0], new([new(0, 2), new(2, 1)], [new(0, 0)])] }, null).ShouldBeNull("two cells of somebody who is shared");
        PlanAssignment.Solve(problem with { Meetings = [.. problem.Meetings, new([new(0, 1), new(1, 1)], [new(0, 0)])] }, null).ShouldBeNull("two at once who are shared");
        Solved(problem with { Meetings = [problem.Meetings[0], new([new(0, 1), new(2, 3)], [new(0, 0)])] }).Cost.ShouldBe(0, "as long as is wanted of somebody who is not");
    }

    [Fact]
    public void Solve_CostsThatAPathCouldNotAddUp_AreLeftToTheSearch()
    {
        const long Most = long.MaxValue / 4 / 3;
        PlanProblem With(long unplaced, long cost) => Wanted(2, 2) with
        {
            UnplacedCost = unplaced,
            Meetings = [Meeting(0, new PlanChoice(0, 0), new PlanChoice(1, cost)), Meeting(1, new PlanChoice(0, cost))],
        };
        Solved(With(Most, Most)).Cost.ShouldBe(Most);
        PlanAssignment.Solve(With(Most + 1, 1), null).ShouldBeNull();
        PlanAssignment.Solve(With(1, Most + 1), null).ShouldBeNull();
        PlanSolver.Solve(With(Most + 1, Most)).Cost.ShouldBe(Most + 1);
    }

    [Fact]
    public void Solve_ManyWhoWantTheSame_AsksEverySixtyFourthTimeWhetherToStop()
    {
        var (problem, asked) = (Wanted(meetings: 130, cells: 3), 0);
        PlanAssignment.Solve(problem, () => ++asked < 0).ShouldNotBeNull().Cost.ShouldBe(1_270);
        asked.ShouldBe(2);
        PlanAssignment.Solve(problem, () => true).ShouldBeNull();
        PlanAssignment.Solve(Wanted(meetings: 63, cells: 3), () => true).ShouldNotBeNull("so small a batch is done before it would ask");
        PlanSolver.Solve(problem, () => true).Cost.ShouldBe(1_270);
    }

    /// <summary>Meetings of one host, each with a clinician of its own, at any of a few cells, all equally good.</summary>
    private static PlanProblem Wanted(int meetings, int cells) => new()
    {
        Persons = 1 + meetings,
        Cells = cells,
        UnplacedCost = 10,
        Meetings = [.. Enumerable.Range(0, meetings).Select(m => Meeting(m, [.. Enumerable.Range(0, cells).Select(c => new PlanChoice(c, 0))]))],
    };

    private static PlanMeeting Meeting(int number, params PlanChoice[] choices) => new([new(0, 1), new(1 + number, 1)], choices);

    private static PlanSolution Solved(PlanProblem problem)
    {
        var plan = PlanAssignment.Solve(problem, null).ShouldNotBeNull();
        PlanProblems.CostIfAllowed(problem, plan.Choice).ShouldBe(plan.Cost);
        PlanSolver.Solve(problem).ShouldBeEquivalentTo(plan);
        return plan;
    }
}
