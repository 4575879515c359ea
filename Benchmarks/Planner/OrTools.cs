using System.Diagnostics;
using ClinicalEngagement.Domain.Scheduling.Planning;
using Google.OrTools.Graph;
using Google.OrTools.Sat;

namespace ClinicalEngagement.Benchmarks.Planner;

/// <summary>The same batches by OR-Tools. Only solving is timed, not building its models.</summary>
internal static class OrTools
{
    /// <summary>The linear relaxation by GLOP.</summary>
    public static (double Objective, TimeSpan Time) Glop(PlanProblem problem)
    {
        using var solver = Google.OrTools.LinearSolver.Solver.CreateSolver("GLOP");
        var objective = solver.Objective();
        objective.SetMinimization();
        var rows = new Dictionary<(int Person, int Cell), Google.OrTools.LinearSolver.Constraint>();
        foreach (var meeting in problem.Meetings)
        {
            var one = solver.MakeConstraint(1, 1);
            var none = solver.MakeNumVar(0, double.PositiveInfinity, "");
            one.SetCoefficient(none, 1);
            objective.SetCoefficient(none, problem.UnplacedCost);
            foreach (var choice in meeting.Choices)
            {
                var variable = solver.MakeNumVar(0, double.PositiveInfinity, "");
                one.SetCoefficient(variable, 1);
                objective.SetCoefficient(variable, choice.Cost);
                foreach (var key in Rows(problem, meeting, choice))
                {
                    if (!rows.TryGetValue(key, out var row))
                        rows[key] = row = solver.MakeConstraint(double.NegativeInfinity, 1);
                    row.SetCoefficient(variable, 1);
                }
            }
        }

        var watch = Stopwatch.StartNew();
        var status = solver.Solve();
        var time = watch.Elapsed;
        return status == Google.OrTools.LinearSolver.Solver.ResultStatus.OPTIMAL
            ? (objective.Value(), time)
            : throw new InvalidOperationException($"GLOP ended with {status}.");
    }

    /// <summary>The whole batch by CP-SAT with linearization_level 2 on all cores; the objective is NaN when the limit ends it.</summary>
    public static (double Objective, TimeSpan Time) CpSat(PlanProblem problem, int limitSeconds)
    {
        var model = new CpModel();
        var (variables, costs) = (new List<BoolVar>(), new List<long>());
        var rows = new Dictionary<(int Person, int Cell), List<ILiteral>>();
        foreach (var meeting in problem.Meetings)
        {
            var one = new List<ILiteral>();
            BoolVar Variable(long cost)
            {
                var variable = model.NewBoolVar("");
                variables.Add(variable);
                costs.Add(cost);
                one.Add(variable);
                return variable;
            }

            Variable(problem.UnplacedCost);
            foreach (var choice in meeting.Choices)
            {
                var variable = Variable(choice.Cost);
                foreach (var key in Rows(problem, meeting, choice))
                {
                    if (!rows.TryGetValue(key, out var row))
                        rows[key] = row = [];
                    row.Add(variable);
                }
            }

            model.AddExactlyOne(one);
        }

        foreach (var row in rows.Values)
            model.AddAtMostOne(row);
        model.Minimize(LinearExpr.WeightedSum(variables, costs));
        var solver = new CpSolver
        {
            StringParameters = $"linearization_level:2,num_workers:{Environment.ProcessorCount},max_time_in_seconds:{limitSeconds}",
        };
        var watch = Stopwatch.StartNew();
        var status = solver.Solve(model);
        return (status == CpSolverStatus.Optimal ? solver.ObjectiveValue : double.NaN, watch.Elapsed);
    }

    /// <summary>A batch of single cells of one person by minimum-cost flow.</summary>
    public static (long Objective, TimeSpan Time) Flow(PlanProblem problem)
    {
        var (meetings, source) = (problem.Meetings.Count, problem.Meetings.Count + problem.Cells);
        using var flow = new MinCostFlow();
        var (sink, none) = (source + 1, source + 2);
        for (var m = 0; m < meetings; m++)
        {
            flow.AddArcWithCapacityAndUnitCost(source, m, 1, 0);
            flow.AddArcWithCapacityAndUnitCost(m, none, 1, problem.UnplacedCost);
            foreach (var choice in problem.Meetings[m].Choices)
                flow.AddArcWithCapacityAndUnitCost(m, meetings + choice.Start, 1, choice.Cost);
        }

        for (var cell = 0; cell < problem.Cells; cell++)
            flow.AddArcWithCapacityAndUnitCost(meetings + cell, sink, 1, 0);
        flow.AddArcWithCapacityAndUnitCost(none, sink, meetings, 0);
        flow.SetNodeSupply(source, meetings);
        flow.SetNodeSupply(sink, -meetings);
        var watch = Stopwatch.StartNew();
        var status = flow.Solve();
        var time = watch.Elapsed;
        return status == MinCostFlowBase.Status.OPTIMAL
            ? (flow.OptimalCost(), time)
            : throw new InvalidOperationException($"MinCostFlow ended with {status}.");
    }

    private static IEnumerable<(int Person, int Cell)> Rows(PlanProblem problem, PlanMeeting meeting, PlanChoice choice)
    {
        foreach (var use in meeting.Uses)
            for (var cell = choice.Start; cell < Math.Min(problem.Cells, choice.Start + use.Cells); cell++)
                yield return (use.Person, cell);
    }
}
