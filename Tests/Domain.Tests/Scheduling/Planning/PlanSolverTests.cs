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
