using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>What a plan has given out so far, first times and alternatives alike: whichever of them is taken, no person is in two places and no cap is passed.</summary>
internal sealed class GivenTimes(PlanProblem problem)
{
    private readonly HashSet<(int Person, int Cell)> cells = [];
    private readonly HashSet<(int Person, int Day, int Meeting)> days = [];

    /// <summary>True when the meeting could begin in that cell beside everything that is given.</summary>
    public bool HasRoom(int meeting, int start)
    {
        foreach (var (person, length) in problem.Meetings[meeting].Uses)
        {
            for (var cell = start; cell < start + length; cell++)
                if (cells.Contains((person, cell)))
                    return false;
            if (CapOn(person, start) is var (day, cap) && days.Count(d => d.Person == person && d.Day == day && d.Meeting != meeting) >= cap)
                return false;
        }

        return true;
    }

    /// <summary>Gives the meeting that time; several times of one meeting on one day are one meeting that day.</summary>
    public void Give(int meeting, int start)
    {
        foreach (var (person, length) in problem.Meetings[meeting].Uses)
        {
            for (var cell = start; cell < start + length; cell++)
                cells.Add((person, cell));
            if (CapOn(person, start) is var (day, _))
                days.Add((person, day, meeting));
        }
    }

    private (int Day, int Cap)? CapOn(int person, int start) =>
        problem.DayOfCell.Count > 0 && problem.Caps is { } caps && caps.TryGetValue((person, problem.DayOfCell[start]), out var cap)
            ? (problem.DayOfCell[start], cap)
            : null;
}
