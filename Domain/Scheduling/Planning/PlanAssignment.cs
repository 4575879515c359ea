namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// The special case in which every start takes one cell of one person that anybody else wants: an assignment of meetings to cells, solved by
/// shortest augmenting paths over sparse columns (Jonker and Volgenant, 1987). Whole prices prove the plan.
/// </summary>
internal static class PlanAssignment
{
    /// <summary>True when the model is an assignment.</summary>
    public static bool Applies(PlanModel model)
    {
        for (var column = 0; column < model.Cost.Length; column++)
            if (model.ColumnStart[column + 1] - model.ColumnStart[column] > 1)
                return false;
        foreach (var limit in model.Limit)
            if (limit != 1)
                return false;
        // Path lengths are kept in 64 bits.
        return model.Cost.Length == 0 || model.Cost.Max() < long.MaxValue / 4 / (model.Meetings + 1);
    }

    /// <summary>The best plan as a column for every meeting, its cost, and what the prices prove; or null when it was told to stop.</summary>
    public static (int[] Columns, Int128 Cost, Int128 Bound)? Solve(PlanModel model, Func<bool>? stop)
    {
        var (meetings, rows) = (model.Meetings, model.Rows);
        // Every meeting has a cell of its own for what no other meeting wants, "no time" among it.
        var cells = rows + meetings;
        var (start, cell, cost, original) = Sparse(model);
        var price = new long[cells];
        var holder = new int[cells];
        Array.Fill(holder, -1);
        var held = new int[meetings];
        Array.Fill(held, -1);
        Reduce(meetings, start, cell, cost, price, holder, held);
        var (distance, from, done, reached) = (new long[cells], new int[cells], new int[cells], new int[cells]);
        var queue = new PriorityQueue<int, long>(1024);
        var touched = new List<int>();
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
                    if (done[to] == round)
                        continue;
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

            foreach (var t in touched)
                price[t] += passed - distance[t];
            while (true)
            {
                var owner = from[end];
                var previous = held[owner] < 0 ? -1 : cell[held[owner]];
                holder[end] = owner;
                held[owner] = EntryOf(owner, end, start, cell);
                if (owner == free)
                    break;
                end = previous;
            }
        }

        var columns = new int[meetings];
        for (var m = 0; m < meetings; m++)
            columns[m] = original[held[m]];
        return (columns, PlanSearch.CostOf(model, columns), Bound(meetings, start, cell, cost, price));
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
        for (var pass = 0; pass < 3 && free.Count > 0; pass++)
        {
            var (waiting, next) = (free, new List<int>());
            free = next;
            for (var w = 0; w < waiting.Count; w++)
            {
                var meeting = waiting[w];
                var (first, second, at) = (long.MaxValue, long.MaxValue, -1);
                for (var i = start[meeting]; i < start[meeting + 1]; i++)
                {
                    var reduced = cost[i] + price[cell[i]];
                    if (reduced < first)
                        (second, first, at) = (first, reduced, i);
                    else if (reduced < second)
                        second = reduced;
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

    private static int EntryOf(int meeting, int cellNumber, int[] start, int[] cell)
    {
        for (var i = start[meeting]; i < start[meeting + 1]; i++)
            if (cell[i] == cellNumber)
                return i;
        throw new InvalidOperationException("A path goes over a cell that the meeting cannot have.");
    }

    /// <summary>Each meeting's cells with the cheapest column of each.</summary>
    private static (int[] Start, int[] Cell, long[] Cost, int[] Column) Sparse(PlanModel model)
    {
        var start = new int[model.Meetings + 1];
        var (cells, costs, columns) = (new int[model.Cost.Length], new long[model.Cost.Length], new int[model.Cost.Length]);
        var entry = new int[model.Rows];
        Array.Fill(entry, -1);
        var count = 0;
        for (var m = 0; m < model.Meetings; m++)
        {
            start[m] = count;
            var own = -1;
            for (var column = model.MeetingStart[m]; column < model.MeetingStart[m + 1]; column++)
            {
                var rows = model.RowsOf(column);
                var at = rows.Length == 0 ? own : entry[rows[0]] >= start[m] ? entry[rows[0]] : -1;
                if (at < 0)
                {
                    at = count++;
                    cells[at] = rows.Length == 0 ? model.Rows + m : rows[0];
                    costs[at] = long.MaxValue;
                    if (rows.Length == 0)
                        own = at;
                    else
                        entry[rows[0]] = at;
                }

                if (model.Cost[column] < costs[at])
                    (costs[at], columns[at]) = (model.Cost[column], column);
            }
        }

        start[^1] = count;
        return (start, cells, costs, columns);
    }
}
