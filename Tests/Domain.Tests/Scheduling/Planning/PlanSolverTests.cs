using ClinicalEngagement.Domain.Scheduling.Planning;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

public sealed class PlanSolverTests
{
    [Fact]
    public void Solve_ThousandSmallBatches_EqualsOrTools() => PlanProblems.Small.Sample(
        problem =>
        {
            var plan = PlanSolver.Solve(problem);
            PlanProblems.CostIfAllowed(problem, plan.Choice).ShouldBe(plan.Cost);
            plan.IsProven.ShouldBeTrue();
            ((long)plan.Cost).ShouldBe(CpSat.Optimum(problem));
        },
        iter: 1_000);

    [Fact]
    public void Solve_MiddlingBatches_EqualsOrTools() => PlanProblems.Middling.Sample(
        problem =>
        {
            var plan = PlanSolver.Solve(problem);
            PlanProblems.CostIfAllowed(problem, plan.Choice).ShouldBe(plan.Cost);
            plan.IsProven.ShouldBeTrue();
            ((long)plan.Cost).ShouldBe(CpSat.Optimum(problem));
        },
        iter: 100);

    [Fact]
    public void Solve_StoppedAtAnyMoment_GivesAPlanAndAnHonestBound() => Gen.Select(PlanProblems.Middling, Gen.Int[0, 12]).Sample(
        (problem, most) =>
        {
            var asked = 0;
            var (plan, best) = (PlanSolver.Solve(problem, () => ++asked > most), PlanSolver.Solve(problem));
            PlanProblems.CostIfAllowed(problem, plan.Choice).ShouldBe(plan.Cost);
            plan.Bound.ShouldBeLessThanOrEqualTo(best.Cost);
            plan.Cost.ShouldBeGreaterThanOrEqualTo(best.Cost);
        },
        iter: 150);

    [Fact]
    public void Solve_RingOfFive_IsClosedAtTheRootByItsCut()
    {
        // Five persons in a ring, each pair of neighbours with a meeting and only one hour: two can meet, and the relaxation says two and a half.
        var ring = new PlanProblem
        {
            Persons = 5,
            Cells = 1,
            Meetings = [.. Enumerable.Range(0, 5).Select(i => new PlanMeeting([new(i, 1), new((i + 1) % 5, 1)], [new(0, 0)]))],
            UnplacedCost = 10,
        };
        var plan = PlanSolver.Solve(ring);
        plan.Choice.Count(c => c == 0).ShouldBe(2);
        plan.Bound.ShouldBe(30);
        plan.Nodes.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Solve_AllAgreedOrNobodyToPlace_IsProvenAsItIs()
    {
        var agreed = new PlanProblem
        {
            Persons = 3,
            Cells = 2,
            Meetings = [new([new(0, 1), new(1, 1)], [new(0, 4), new(1, 7)], Fixed: 1), new([new(0, 1), new(2, 1)], [new(0, 2)], Fixed: 0)],
            UnplacedCost = 10,
        };
        var plan = PlanSolver.Solve(agreed);
        plan.Choice.ShouldBe([1, 0]);
        (plan.Cost, plan.Bound).ShouldBe((9, 9));
        var byHand = PlanSolver.SolveOneByOne(agreed);
        byHand.Choice.ShouldBe([1, 0]);
        (byHand.Cost, byHand.Bound).ShouldBe((9, 9));
        var none = PlanSolver.Solve(agreed with { Meetings = [], DayOfCell = [0, 0], Caps = new Dictionary<(int, int), int> { [(0, 0)] = 1 } });
        none.Choice.ShouldBeEmpty();
        (none.Cost, none.Bound, none.IsProven).ShouldBe((0, 0, true));
    }

    [Fact]
    public void Solve_ContradictoryProblem_IsRefused()
    {
        PlanProblem One(PlanMeeting meeting, int cells = 2, int days = 0) => new()
        {
            Persons = 1,
            Cells = cells,
            Meetings = [meeting],
            UnplacedCost = 10,
            DayOfCell = [.. Enumerable.Repeat(0, days)],
        };
        static string Refused(PlanProblem problem) => Should.Throw<ArgumentException>(() => PlanSolver.Solve(problem)).Message;
        foreach (var uses in (PlanUse[])[new(1, 1), new(-1, 1), new(0, 0)])
            Refused(One(new([uses], [new(0, 0)]))).ShouldBe("A meeting takes at least one cell of a person that there is.");
        foreach (var choice in (PlanChoice[])[new(2, 0), new(-1, 0), new(0, -1)])
            Refused(One(new([new(0, 1)], [choice]))).ShouldBe("A start is one of the cells and costs nothing or more.");
        Refused(One(new([new(0, 1)], [new(0, 0)], Fixed: 1))).ShouldBe("An agreed choice is one of the meeting's choices.");
        var good = new PlanMeeting([new(0, 1)], [new(0, 0)]);
        Refused(One(good, days: 1)).ShouldBe("Every cell has its day, or none has.");
        Refused(One(good, cells: 65_537)).ShouldBe("A problem has at most 65,536 cells.");
        Refused(One(good, cells: -1)).ShouldBe("A problem has at most 65,536 cells.");
        Should.Throw<ArgumentException>(() => PlanSolver.SolveOneByOne(One(new([new(1, 1)], [new(0, 0)]))));
        PlanSolver.Solve(One(good, days: 2)).Cost.ShouldBe(0);
        PlanSolver.Solve(One(good, cells: 65_536)).Choice.ShouldBe([0]);
    }

    [Fact]
    public void Solve_AnyBatch_IsNeverWorseThanOneByOne() => PlanProblems.Middling.Sample(
        problem =>
        {
            var (plan, byHand) = (PlanSolver.Solve(problem), PlanSolver.SolveOneByOne(problem));
            PlanProblems.CostIfAllowed(problem, byHand.Choice).ShouldBe(byHand.Cost);
            plan.Cost.ShouldBeLessThanOrEqualTo(byHand.Cost);
            byHand.Bound.ShouldBeLessThanOrEqualTo(plan.Cost);
        },
        iter: 300);
}
