using ClinicalEngagement.Domain.Scheduling.Planning;
using Google.OrTools.Sat;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

/// <summary>The same batch by OR-Tools CP-SAT with one 0-1 variable for each start: the oracle.</summary>
internal static class CpSat
{
    public static long Optimum(PlanProblem problem)
    {
        var model = new CpModel();
        var (variables, costs) = (new List<BoolVar>(), new List<long>());
        var rows = new Dictionary<(int Person, int Cell), List<ILiteral>>();
        var days = new Dictionary<(int Person, int Day), List<ILiteral>>();
        foreach (var meeting in problem.Meetings)
        {
            var none = model.NewBoolVar("");
            variables.Add(none);
            costs.Add(problem.UnplacedCost);
            var one = new List<ILiteral> { none };
            for (var c = 0; c < meeting.Choices.Count; c++)
            {
                var choice = meeting.Choices[c];
                var variable = model.NewBoolVar("");
                variables.Add(variable);
                costs.Add(choice.Cost);
                one.Add(variable);
                if (meeting.Fixed == c)
                    model.Add(variable == 1);
                foreach (var use in meeting.Uses)
                {
                    for (var cell = choice.Start; cell < choice.Start + use.Cells; cell++)
                        In(rows, (use.Person, cell)).Add(variable);
                    if (problem.DayOfCell.Count > 0)
                        In(days, (use.Person, problem.DayOfCell[choice.Start])).Add(variable);
                }
            }

            model.AddExactlyOne(one);
        }

        foreach (var row in rows.Values)
            model.AddAtMostOne(row);
        foreach (var (day, list) in days)
            if (problem.Caps?.TryGetValue(day, out var cap) == true)
                model.Add(LinearExpr.Sum(list) <= cap);
        model.Minimize(LinearExpr.WeightedSum(variables, costs));
        var solver = new CpSolver { StringParameters = "num_workers:1,linearization_level:2" };
        solver.Solve(model).ShouldBe(CpSolverStatus.Optimal);
        return (long)Math.Round(solver.ObjectiveValue);
    }

    private static List<ILiteral> In<TKey>(Dictionary<TKey, List<ILiteral>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        return list;
    }
}
