using System.Buffers;

namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// The special case in which every start takes one cell of one person that anybody else wants: an assignment of meetings to cells, solved by
/// shortest augmenting paths over sparse columns (Jonker and Volgenant, 1987). Whole prices prove the plan.
/// </summary>
internal static class PlanAssignment
{
    /// <summary>
    /// The best plan and what its prices prove; or null when the problem is not an assignment (a meeting is agreed, there are caps, somebody
    /// whom others want is wanted for longer than a cell, or two such people at once) or when it was told to stop.
    /// </summary>
    public static PlanSolution? Solve(PlanProblem problem, Func<bool>? stop)
    {
        var meetings = problem.Meetings.Count;
        var shared = PlanModel.SharedPersons(problem, Enumerable.Range(0, meetings));
        if (problem.Caps is { Count: > 0 } || !problem.Meetings.All(m => m.Fixed < 0 && HasOneCell(m, shared)))
            return null;
        var most = problem.Meetings.Sum(m => m.Choices.Count + 1);
        // Borrowed: the system takes longer to find the memory for a large batch than to solve it.
        var (cell, cost, choice) = (ArrayPool<int>.Shared.Rent(most), ArrayPool<long>.Shared.Rent(most), ArrayPool<int>.Shared.Rent(most));
        try
        {
            var start = Sparse(problem, shared, cell, cost, choice);
            // Path lengths are kept in 64 bits.
            return cost.AsSpan(0, start[^1]).IndexOfAnyExceptInRange(0, long.MaxValue / 4 / (meetings + 1)) >= 0
                ? null
                : Solve(meetings, shared.Count * problem.Cells, start, cell, cost, choice, stop);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(cell);
            ArrayPool<long>.Shared.Return(cost);
            ArrayPool<int>.Shared.Return(choice);
        }
    }

    private static PlanSolution? Solve(int meetings, int rows, int[] start, int[] cell, long[] cost, int[] choice, Func<bool>? stop)
    {
        // Every meeting has a cell of its own for what no other meeting wants, "no time" among it.
        var cells = rows + meetings;
        var price = new long[cells];
        var holder = new int[cells];
        Array.Fill(holder, -1);
        var held = new int[meetings];
        Array.Fill(held, -1);
        Reduce(meetings, start, cell, cost, price, holder, held);
        var (distance, from, done, reached) = (new long[cells], new int[cells], new int[cells], new int[cells]);
        var queue = new PriorityQueue<int, long>(1024);
        var touched = new List<int>();
        var steps = 0;
        for (var free = 0; free < meetings; free++)
        {
            if (held[free] >= 0)
                continue;
            if ((free & 63) == 63 && stop?.Invoke() == true)
                return null;
            var round = free + 1;
            queue.Clear();
            touched.Clear();
            var (meeting, passed, end) = (free, 0L, -1);
            var reducedHeld = Least(meeting, start, cell, cost, price);
            while (true)
            {
                for (var i = start[meeting]; i < start[meeting + 1]; i++)
                {
                    var to = cell[i];
                    var length = passed + cost[i] + price[to] - reducedHeld;
                    if (reached[to] == round && length >= distance[to])
                        continue;
                    reached[to] = round;
                    distance[to] = length;
                    from[to] = meeting;
                    queue.Enqueue(to, length);
                }

                int next;
                do
                {
                    next = queue.Dequeue();
                }
                while (done[next] == round);
                done[next] = round;
                touched.Add(next);
                passed = distance[next];
                if (holder[next] < 0)
                {
                    end = next;
                    break;
                }

                meeting = holder[next];
                reducedHeld = cost[held[meeting]] + price[next];
            }

            steps += touched.Count;
            foreach (var t in touched)
                price[t] += passed - distance[t];
            while (true)
            {
                var owner = from[end];
                var before = held[owner];
                holder[end] = owner;
                held[owner] = Array.IndexOf(cell, end, start[owner], start[owner + 1] - start[owner]);
                if (owner == free)
                    break;
                end = cell[before];
            }
        }

        var (choices, sum) = (new int[meetings], Int128.Zero);
        for (var m = 0; m < meetings; m++)
        {
            choices[m] = choice[held[m]];
            sum += cost[held[m]];
        }

        return new(choices, sum, Bound(meetings, start, cell, cost, price), Nodes: 1, steps);
    }

    /// <summary>By what the prices prove: the least reduced costs less the prices.</summary>
    private static Int128 Bound(int meetings, int[] start, int[] cell, long[] cost, long[] price)
    {
        var bound = Int128.Zero;
        foreach (var p in price)
            bound -= p;
        for (var m = 0; m < meetings; m++)
            bound += Least(m, start, cell, cost, price);
        return bound;
    }

    private static long Least(int meeting, int[] start, int[] cell, long[] cost, long[] price)
    {
        var least = long.MaxValue;
        for (var i = start[meeting]; i < start[meeting + 1]; i++)
            least = Math.Min(least, cost[i] + price[cell[i]]);
        return least;
    }

    /// <summary>
    /// Jonker and Volgenant's augmenting row reduction, twice over: a free meeting takes its cheapest cell and raises its price to the
    /// second cheapest, whoever held it becomes free.
    /// </summary>
    private static void Reduce(int meetings, int[] start, int[] cell, long[] cost, long[] price, int[] holder, int[] held)
    {
        var free = Enumerable.Range(0, meetings).ToList();
        for (var pass = 0; pass < 3; pass++)
        {
            var (waiting, next) = (free, new List<int>());
            free = next;
            for (var w = 0; w < waiting.Count; w++)
            {
                var meeting = waiting[w];
                var (first, second, at) = (long.MaxValue, long.MaxValue, start[meeting]);
                for (var i = start[meeting]; i < start[meeting + 1]; i++)
                {
                    var reduced = cost[i] + price[cell[i]];
                    if (reduced < first)
                        (second, first, at) = (first, reduced, i);
                    else
                        second = Math.Min(second, reduced);
                }

                var taken = cell[at];
                var evicted = holder[taken];
                if (second == long.MaxValue)
                    second = first;
                if (evicted >= 0 && second == first)
                {
                    next.Add(meeting);
                    continue;
                }

                price[taken] += second - first;
                holder[taken] = meeting;
                held[meeting] = at;
                if (evicted >= 0)
                {
                    held[evicted] = -1;
                    next.Add(evicted);
                }
            }
        }
    }

    private static bool HasOneCell(PlanMeeting meeting, Dictionary<int, int> shared)
    {
        var wanted = 0;
        foreach (var use in meeting.Uses)
            if (shared.ContainsKey(use.Person))
                wanted += use.Cells;
        return wanted <= 1;
    }

    /// <summary>Each meeting's cells with the cheapest choice of each, -1 for "no time"; returns where each meeting's begin.</summary>
    private static int[] Sparse(PlanProblem problem, Dictionary<int, int> shared, int[] cell, long[] cost, int[] choice)
    {
        var rows = shared.Count * problem.Cells;
        var (start, entry, count) = (new int[problem.Meetings.Count + 1], new int[rows], 0);
        Array.Fill(entry, -1);
        for (var m = 0; m < problem.Meetings.Count; m++)
        {
            var meeting = problem.Meetings[m];
            var own = start[m] = count;
            (cell[count], cost[count], choice[count]) = (rows + m, problem.UnplacedCost, -1);
            count++;
            var first = -1;
            foreach (var use in meeting.Uses)
                if (shared.TryGetValue(use.Person, out var index))
                    first = index * problem.Cells;
            var offered = meeting.ChoiceSpan;
            for (var c = 0; c < offered.Length; c++)
            {
                var at = first < 0 ? own : entry[first + offered[c].Start];
                if (at < own)
                {
                    at = entry[first + offered[c].Start] = count++;
                    (cell[at], cost[at]) = (first + offered[c].Start, long.MaxValue);
                }

                if (offered[c].Cost < cost[at])
                    (cost[at], choice[at]) = (offered[c].Cost, c);
            }
        }

        start[^1] = count;
        return start;
    }
}
