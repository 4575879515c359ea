namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>Places a batch of meetings together at the least cost, and proves that no plan costs less.</summary>
public static class PlanSolver
{
    /// <summary>The cheapest plan, or the best one found and its bound when told to stop.</summary>
    /// <param name="problem">What is to be placed.</param>
    /// <param name="stop">Asked now and then whether the time is up; null means never.</param>
    /// <exception cref="ArgumentException">The problem contradicts itself: a number out of range, or agreed meetings on top of each other are not checked for.</exception>
    public static PlanSolution Solve(PlanProblem problem, Func<bool>? stop = null)
    {
        Check(problem);
        if (PlanAssignment.Solve(problem, stop) is { } assigned)
            return assigned;
        var model = PlanModel.Of(problem, out var open, out var choiceOf);
        var search = new PlanSearch(stop);
        var (columns, cost, bound) = search.Solve(model);
        return Solution(problem, open, choiceOf, columns, cost, bound, search.Nodes, search.Pivots);
    }

    /// <summary>Every meeting in the given order takes the cheapest start that is left: the plan to compare with. Its bound is what is trivially true.</summary>
    public static PlanSolution SolveOneByOne(PlanProblem problem)
    {
        Check(problem);
        var model = PlanModel.Of(problem, out var open, out var choiceOf);
        var columns = PlanSearch.OneByOne(model);
        var bound = Int128.Zero;
        for (var m = 0; m < model.Meetings; m++)
            bound += model.Cost.AsSpan(model.MeetingStart[m], model.MeetingStart[m + 1] - model.MeetingStart[m]).ToArray().Min();
        return Solution(problem, open, choiceOf, columns, PlanSearch.CostOf(model, columns), bound, 0, 0);
    }

    private static PlanSolution Solution(
        PlanProblem problem, int[] open, int[] choiceOf, int[] columns, Int128 cost, Int128 bound, int nodes, int steps)
    {
        var choice = problem.Meetings.Select(m => m.Fixed).ToArray();
        for (var m = 0; m < open.Length; m++)
            choice[open[m]] = choiceOf[columns[m]];
        foreach (var meeting in problem.Meetings)
            if (meeting.Fixed >= 0)
            {
                cost += meeting.Choices[meeting.Fixed].Cost;
                bound += meeting.Choices[meeting.Fixed].Cost;
            }

        return new(choice, cost, bound, nodes, steps);
    }

    private static void Check(PlanProblem problem)
    {
        if (problem.Cells is < 0 or > 65_536)
            throw new ArgumentException("A problem has at most 65,536 cells.");
        if (problem.DayOfCell.Count != 0 && problem.DayOfCell.Count != problem.Cells)
            throw new ArgumentException("Every cell has its day, or none has.");
        foreach (var meeting in problem.Meetings)
        {
            foreach (var use in meeting.Uses)
                if (use.Person < 0 || use.Person >= problem.Persons || use.Cells < 1)
                    throw new ArgumentException("A meeting takes at least one cell of a person that there is.");
            foreach (var choice in meeting.ChoiceSpan)
                if (choice.Start < 0 || choice.Start >= problem.Cells || choice.Cost < 0)
                    throw new ArgumentException("A start is one of the cells and costs nothing or more.");
            if (meeting.Fixed >= meeting.Choices.Count)
                throw new ArgumentException("An agreed choice is one of the meeting's choices.");
        }
    }
}
