namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// Finds the cheapest plan of a model and proves it: relaxation, a plan close to it, columns that can be in no cheaper plan left out by
/// their surcharge, the rest taken apart into independent parts, and branching where a part is still not whole.
/// </summary>
internal sealed class PlanSearch(Func<bool>? stop)
{
    /// <summary>How many relaxations are spent on a plan close to the first one; more is better spent on the proof.</summary>
    private const int MostToMend = 200;

    /// <summary>How often a relaxation is cut before branching.</summary>
    private const int MostRounds = 60;

    private bool stopped;
    private int depth;
    private int mendUntil = int.MaxValue;

    /// <summary>How many relaxations were solved.</summary>
    public int Nodes { get; private set; }

    /// <summary>How many pivots these took.</summary>
    public int Pivots { get; private set; }

    /// <summary>The best plan as a column for every meeting, its cost, and what no plan costs less than.</summary>
    public (int[] Columns, Int128 Cost, Int128 Bound) Solve(PlanModel model)
    {
        var columns = OneByOne(model);
        var cost = CostOf(model, columns);
        var better = Cheaper(model, cost, out var bound);
        if (better is not null)
            (columns, cost) = (better, CostOf(model, better));
        return (columns, cost, stopped ? Int128.Min(bound, cost) : cost);
    }

    /// <summary>Every meeting in turn takes the cheapest column that still fits. What everybody does by hand.</summary>
    /// <returns>Each meeting's column, -1 where none fits.</returns>
    public static int[] OneByOne(PlanModel model)
    {
        var (columns, left) = (new int[model.Meetings], model.Limit.ToArray());
        for (var meeting = 0; meeting < model.Meetings; meeting++)
        {
            var chosen = -1;
            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                if ((chosen < 0 || model.Cost[column] < model.Cost[chosen]) && Fits(model, column, left))
                    chosen = column;
            columns[meeting] = chosen;
            if (chosen < 0)
                continue;
            foreach (var row in model.RowsOf(chosen))
                left[row]--;
        }

        return columns;
    }

    /// <summary>The cheapest plan below a cost, or null when there is none (or the time ran out before one was found).</summary>
    private int[]? Cheaper(PlanModel model, Int128 below, out Int128 bound)
    {
        bound = below;
        for (var meeting = 0; meeting < model.Meetings; meeting++)
            if (model.MeetingStart[meeting] == model.MeetingStart[meeting + 1])
                return null;
        if (Nodes >= mendUntil)
            return null;
        var relaxation = new PlanRelaxation(model, below);
        Nodes++;
        var solved = relaxation.Solve(stop);
        Pivots += relaxation.Pivots;
        bound = relaxation.Bound();
        for (var round = 0; solved && bound < below && round < MostRounds; round++)
        {
            var cuts = new PlanCuts(model).Broken(relaxation);
            if (cuts.Count == 0)
                break;
            model = model.WithRows(cuts);
            relaxation = new(model, relaxation);
            solved = relaxation.Solve(stop);
            Pivots += relaxation.Pivots;
            bound = relaxation.Bound();
        }

        if (bound >= below)
            return null;
        if (!solved)
        {
            stopped = true;
            return null;
        }

        var whole = new int[model.Meetings];
        var broken = new List<int>();
        for (var meeting = 0; meeting < model.Meetings; meeting++)
        {
            whole[meeting] = relaxation.IsWhole(meeting) ? relaxation.MostOf(meeting) : -1;
            if (whole[meeting] < 0)
                broken.Add(meeting);
        }

        var best = broken.Count == 0 && Fits(model, whole) ? whole : depth == 0 ? Mend(model, whole, Freed(model, relaxation, broken), below) : null;
        if (best is not null && CostOf(model, best) >= below)
            best = null;
        if (best is not null)
            below = CostOf(model, best);
        if (bound >= below || stopped)
            return best;
        return Divide(model, relaxation, broken, bound, below) ?? best;
    }

    /// <summary>What is broken, and the meetings whose times stand in its way.</summary>
    private static List<int> Freed(PlanModel model, PlanRelaxation relaxation, List<int> broken)
    {
        var freed = new SortedSet<int>(broken);
        foreach (var column in relaxation.Parts())
            foreach (var row in model.RowsOf(column))
                foreach (var meeting in model.MeetingsIn(row))
                    if (model.MeetingOf[column] != meeting)
                        freed.Add(meeting);
        return [.. freed];
    }

    /// <summary>A plan close to the relaxation: what is whole stays, the rest is solved around it.</summary>
    private int[]? Mend(PlanModel model, int[] whole, List<int> broken, Int128 below)
    {
        var left = model.Limit.ToArray();
        var kept = whole.ToArray();
        whole = [.. whole];
        foreach (var meeting in broken)
            whole[meeting] = -1;
        foreach (var column in whole)
            if (column >= 0)
                foreach (var row in model.RowsOf(column))
                    left[row]--;
        if (left.Any(l => l < 0) || broken.Count == model.Meetings || broken.Count == 0)
        {
            var plan = OneByOne(model);
            return plan.All(c => c >= 0) && CostOf(model, plan) < below ? plan : null;
        }

        var around = Int128.Zero;
        foreach (var column in whole)
            if (column >= 0)
                around += model.Cost[column];
        var rest = model.Restrict(broken, column => Fits(model, column, left), left, out var columns);
        mendUntil = Math.Min(mendUntil, Nodes + MostToMend);
        depth++;
        var found = Cheaper(rest, below - around, out _);
        depth--;
        mendUntil = int.MaxValue;
        if (found is null)
            return null;
        for (var i = 0; i < broken.Count; i++)
            kept[broken[i]] = columns[found[i]];
        return kept;
    }

    /// <summary>Leaves out what no cheaper plan can have, takes the rest apart, and branches where one part is left.</summary>
    private int[]? Divide(PlanModel model, PlanRelaxation relaxation, List<int> broken, Int128 bound, Int128 below)
    {
        var surcharges = relaxation.Surcharges();
        var most = broken.Count > 0 ? Split(model, relaxation, broken) : (Meeting: -1, Last: -1);
        var all = Enumerable.Range(0, model.Meetings).ToArray();
        var narrowed = model.Restrict(all, column => bound + surcharges[column] < below, model.Limit.ToArray(), out var columns);
        var parts = Parts(narrowed);
        if (parts.Count == 1)
        {
            if (narrowed.Cost.Length <= model.Cost.Length * 3 / 4)
                return Renamed(Cheaper(narrowed, below, out _), columns);
            if (most.Meeting < 0)
            {
                // Whole, yet dearer than its bound: the inverse has lost its accuracy, so nothing is proven.
                stopped = true;
                return null;
            }

            return Branch(model, most.Meeting, most.Last, below);
        }

        var bounds = new Int128[parts.Count];
        var models = new (PlanModel Model, int[] Columns)[parts.Count];
        for (var i = 0; i < parts.Count; i++)
        {
            var inPart = parts[i];
            models[i].Model = narrowed.Restrict(inPart, _ => true, narrowed.Limit.ToArray(), out models[i].Columns);
            foreach (var meeting in inPart)
            {
                var least = Int128.MaxValue;
                for (var column = narrowed.MeetingStart[meeting]; column < narrowed.MeetingStart[meeting + 1]; column++)
                    least = Int128.Min(least, narrowed.Cost[column]);
                bounds[i] += least;
            }
        }

        var plan = new int[model.Meetings];
        var rest = Int128.Zero;
        foreach (var partBound in bounds)
            rest += partBound;
        for (var i = 0; i < parts.Count; i++)
        {
            rest -= bounds[i];
            if (Cheaper(models[i].Model, below - rest, out _) is not { } found)
                return null;
            rest += CostOf(models[i].Model, found);
            for (var m = 0; m < parts[i].Count; m++)
                plan[parts[i][m]] = columns[models[i].Columns[found[m]]];
        }

        return plan;
    }

    private int[]? Branch(PlanModel model, int meeting, int last, Int128 below)
    {
        var all = Enumerable.Range(0, model.Meetings).ToArray();
        int[]? best = null;
        foreach (var lower in (bool[])[true, false])
        {
            if (stopped || (stopped = stop?.Invoke() == true))
                return best;
            depth++;
            var half = model.Restrict(
                all, column => model.MeetingOf[column] != meeting || (column <= last) == lower, model.Limit.ToArray(), out var columns);
            var found = Renamed(Cheaper(half, below, out _), columns);
            depth--;
            if (found is null)
                continue;
            best = found;
            below = CostOf(model, found);
        }

        return best;
    }

    /// <summary>
    /// Where to branch: on the meeting whose cost is the least decided, since that lifts the bound the most on both sides, at the column up
    /// to which one half of its weight lies.
    /// </summary>
    private static (int Meeting, int Last) Split(PlanModel model, PlanRelaxation relaxation, List<int> broken)
    {
        var (chosen, chosenSpread) = (broken[0], -1.0);
        foreach (var meeting in broken)
        {
            var (mean, spread) = (0.0, 0.0);
            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                mean += relaxation.ValueOf(column) * model.Cost[column];
            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                spread += relaxation.ValueOf(column) * Math.Abs(model.Cost[column] - mean);
            if (spread > chosenSpread)
                (chosen, chosenSpread) = (meeting, spread);
        }

        var (sum, last) = (0.0, model.MeetingStart[chosen]);
        for (var column = model.MeetingStart[chosen]; column < model.MeetingStart[chosen + 1] && sum < 0.5 - 1e-6; column++)
        {
            sum += relaxation.ValueOf(column);
            last = column;
        }

        // Everything in the lower half would be no branching; then the last column with weight goes to the upper one.
        while (last > model.MeetingStart[chosen] && sum > 1 - 1e-6)
            sum -= relaxation.ValueOf(last--);
        return (chosen, last);
    }

    /// <summary>Groups of meetings that share no row.</summary>
    private static List<List<int>> Parts(PlanModel model)
    {
        var parent = Enumerable.Range(0, model.Meetings).ToArray();
        int Root(int meeting)
        {
            while (parent[meeting] != meeting)
                meeting = parent[meeting] = parent[parent[meeting]];
            return meeting;
        }

        for (var row = 0; row < model.Rows; row++)
        {
            var meetings = model.MeetingsIn(row);
            for (var i = 1; i < meetings.Length; i++)
                parent[Root(meetings[i])] = Root(meetings[0]);
        }

        return [.. Enumerable.Range(0, model.Meetings).GroupBy(Root).Select(g => g.ToList())];
    }

    private static int[]? Renamed(int[]? plan, int[] columns) => plan is null ? null : [.. plan.Select(column => columns[column])];

    private static bool Fits(PlanModel model, int column, int[] left)
    {
        foreach (var row in model.RowsOf(column))
            if (left[row] < 1)
                return false;
        return true;
    }

    private static bool Fits(PlanModel model, int[] columns)
    {
        var left = model.Limit.ToArray();
        foreach (var column in columns)
            foreach (var row in model.RowsOf(column))
                if (--left[row] < 0)
                    return false;
        return true;
    }

    /// <summary>The sum of the columns' costs.</summary>
    public static Int128 CostOf(PlanModel model, int[] columns)
    {
        var sum = Int128.Zero;
        foreach (var column in columns)
            sum += model.Cost[column];
        return sum;
    }
}
