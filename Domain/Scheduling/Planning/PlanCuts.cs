namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// What every plan obeys and a relaxation may break. Cliques: of columns any two of which exclude each other, as times of one meeting or as
/// takers of one row, a plan has one at most. Odd cycles: of an odd number of rows that hang together in a ring a plan fills no more than
/// the half, rounded down, by columns that take two of them (Chvátal's rounding of half their sum).
/// </summary>
internal sealed class PlanCuts(PlanModel model)
{
    private const double Least = 1e-4;

    /// <summary>Cuts that the relaxation breaks, each made as large as it can be; empty when none was found.</summary>
    public List<PlanCut> Broken(PlanRelaxation relaxation)
    {
        var parts = relaxation.Parts().ToList();
        var (cuts, known) = (new List<PlanCut>(), new HashSet<string>());
        foreach (var cut in OddCycles(relaxation, parts).Concat(Cliques(relaxation, parts)))
            if (known.Add(string.Join(',', cut.Columns)))
                cuts.Add(cut);
        return cuts;
    }

    private IEnumerable<PlanCut> Cliques(PlanRelaxation relaxation, List<int> parts)
    {
        var near = parts.ToDictionary(c => c, c => parts.Where(other => other != c && Exclude(c, other)).ToList());
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
            if (sum > 1 + Least)
                yield return new(Enlarged(clique), 1);
        }
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

    /// <summary>
    /// Rings in the graph whose nodes are the columns that are taken in parts and whose edges are the rows (and meetings) that two of them
    /// fill together. From each node the shortest odd way back to it.
    /// </summary>
    private IEnumerable<PlanCut> OddCycles(PlanRelaxation relaxation, List<int> parts)
    {
        var (edges, nodes) = (Edges(relaxation, parts), parts.Count);
        var (from, by) = (new int[2 * nodes], new int[2 * nodes]);
        var queue = new Queue<int>();
        for (var home = 0; home < nodes; home++)
        {
            Array.Fill(from, -1);
            queue.Clear();
            queue.Enqueue(home);
            while (from[home + nodes] < 0 && queue.TryDequeue(out var state))
            {
                var (node, isOdd) = (state % nodes, state >= nodes);
                foreach (var (other, key) in edges[node])
                {
                    var next = isOdd ? other : other + nodes;
                    if (next == home || from[next] >= 0)
                        continue;
                    (from[next], by[next]) = (state, key);
                    queue.Enqueue(next);
                }
            }

            if (from[home + nodes] < 0)
                continue;
            var ring = new List<int>();
            for (var state = home + nodes; state != home; state = from[state])
                ring.Add(by[state]);
            var cut = Rounded(ring);
            if (cut.Columns.Sum(relaxation.ValueOf) > cut.Limit + Least)
                yield return cut;
        }
    }

    /// <summary>For each part what it fills together with one other part, as the other's index and the row; a meeting is given as its complement.</summary>
    private List<(int Other, int Key)>[] Edges(PlanRelaxation relaxation, List<int> parts)
    {
        var taken = new Dictionary<int, List<int>>();
        for (var node = 0; node < parts.Count; node++)
        {
            Add(~model.MeetingOf[parts[node]], node);
            foreach (var row in model.RowsOf(parts[node]))
                if (model.Limit[row] == 1)
                    Add(row, node);
        }

        var edges = parts.Select(_ => new List<(int, int)>()).ToArray();
        foreach (var (key, nodes) in taken.OrderBy(t => t.Key))
            if (nodes is [var a, var b] && relaxation.ValueOf(parts[a]) + relaxation.ValueOf(parts[b]) > 1 - Least)
            {
                edges[a].Add((b, key));
                edges[b].Add((a, key));
            }

        return edges;

        void Add(int key, int node)
        {
            if (!taken.TryGetValue(key, out var nodes))
                taken[key] = nodes = [];
            nodes.Add(node);
        }
    }

    /// <summary>Half the sum of the rows, rounded down on both sides.</summary>
    private PlanCut Rounded(List<int> ring)
    {
        var times = new SortedDictionary<int, int>();
        foreach (var key in ring)
            foreach (var meeting in key < 0 ? [~key] : model.MeetingsIn(key).ToArray())
                for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                    if (key < 0 || model.RowsOf(column).Contains(key))
                        times[column] = times.GetValueOrDefault(column) + 1;
        return new([.. times.Where(t => t.Value > 1).Select(t => t.Key)], ring.Count / 2);
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
