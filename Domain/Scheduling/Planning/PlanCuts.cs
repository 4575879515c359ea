namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// Clique cuts: of columns any two of which exclude each other, as times of one meeting or as takers of one row, a plan has one at most.
/// A relaxation that takes more of them in parts is cut off.
/// </summary>
internal sealed class PlanCuts(PlanModel model)
{
    private const double Least = 1e-4;

    /// <summary>Cliques that the relaxation breaks, each made as large as it can be; empty when none was found.</summary>
    public List<List<int>> Broken(PlanRelaxation relaxation)
    {
        var parts = relaxation.Parts().ToList();
        var near = parts.ToDictionary(c => c, c => parts.Where(other => other != c && Exclude(c, other)).ToList());
        var (cuts, known) = (new List<List<int>>(), new HashSet<string>());
        foreach (var seed in parts)
        {
            var clique = new List<int> { seed };
            var sum = relaxation.ValueOf(seed);
            foreach (var candidate in near[seed].OrderByDescending(relaxation.ValueOf).ThenBy(c => c))
                if (clique.TrueForAll(member => member == seed || Exclude(member, candidate)))
                {
                    clique.Add(candidate);
                    sum += relaxation.ValueOf(candidate);
                }

            clique.Sort();
            if (sum > 1 + Least && known.Add(string.Join(',', clique)))
                cuts.Add(Enlarged(clique));
        }

        return cuts;
    }

    /// <summary>Adds what excludes every member; without it the cut would only move the relaxation to the next column.</summary>
    private List<int> Enlarged(List<int> clique)
    {
        var meetings = new HashSet<int>();
        foreach (var row in model.RowsOf(clique[0]))
            foreach (var meeting in model.MeetingsIn(row))
                meetings.Add(meeting);
        foreach (var member in clique)
            meetings.Add(model.MeetingOf[member]);
        var members = new HashSet<int>(clique);
        foreach (var meeting in meetings.Order())
            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                if (!members.Contains(column) && clique.TrueForAll(member => Exclude(member, column)))
                {
                    clique.Add(column);
                    members.Add(column);
                }

        return clique;
    }

    private bool Exclude(int a, int b)
    {
        if (model.MeetingOf[a] == model.MeetingOf[b])
            return true;
        foreach (var row in model.RowsOf(a))
            if (model.Limit[row] == 1 && model.RowsOf(b).Contains(row))
                return true;
        return false;
    }
}
