using System.Numerics;

namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// The linear relaxation of a batch, solved by the dual simplex method. Each meeting's "choose one" is kept implicitly by a key column
/// (generalised upper bounds), and a row takes part only once it is exceeded, so the basis is as small as the conflicts are few.
/// </summary>
/// <remarks>
/// Prices of rows are whole numbers, scaled, so that the order of the criteria survives however far apart their weights are; what the
/// floating-point inverse holds are only small fractions. <see cref="Bound"/> is computed from the prices alone and holds whatever
/// the inverse's rounding did. Method: Lemke's dual simplex; Dantzig and Van Slyke, Generalized upper bounding techniques, 1967.
/// Equal ratios are broken by a perturbation of the costs that sums to less than half a unit of cost.
/// </remarks>
internal sealed class PlanRelaxation
{
    private const int Scale = 30;
    private const double Tolerance = 1e-7;
    private const double Small = 1e-6;

    private readonly PlanModel model;
    private readonly Int128[] cost;
    private readonly Int128[] price;
    private readonly int[] key;
    private readonly double[] keyValue;
    private readonly double[] load;
    private readonly List<int>[] basicOf;
    private readonly int[] positionOfColumn;
    private readonly int[] positionOfRow;
    private readonly List<int> basic = [];
    private readonly List<double> basicValue = [];
    private readonly List<int> tight = [];
    private readonly List<int> exceeded = [];
    private readonly bool[] isExceeded;
    private readonly double[] direction;
    private readonly List<int> support = [];
    private readonly int[] seen;
    private readonly Int128 beyond;
    private double[][] inverse = [];
    private double[] combination = [];
    private double[] entering = [];
    private int round;

    /// <summary>Prepares the relaxation.</summary>
    /// <param name="model">The batch.</param>
    /// <param name="below">The cost that a plan has to stay below to be of use.</param>
    public PlanRelaxation(PlanModel model, Int128 below)
    {
        this.model = model;
        // No violation is smaller than a small fraction, so a step this long passes the cost with much to spare.
        beyond = (below + 1) << (Scale + 10);
        cost = new Int128[model.Cost.Length];
        var spread = Math.Max(1, (1L << (Scale - 1)) / (model.Meetings + 1));
        for (var column = 0; column < cost.Length; column++)
            cost[column] = ((Int128)model.Cost[column] << Scale) + (long)(Scatter(column) % (ulong)spread);
        price = new Int128[model.Rows];
        key = new int[model.Meetings];
        keyValue = new double[model.Meetings];
        load = new double[model.Rows];
        basicOf = new List<int>[model.Meetings];
        positionOfColumn = new int[cost.Length];
        Array.Fill(positionOfColumn, -1);
        positionOfRow = new int[model.Rows];
        Array.Fill(positionOfRow, -1);
        isExceeded = new bool[model.Rows];
        direction = new double[model.Rows];
        seen = new int[model.Meetings];
        for (var meeting = 0; meeting < model.Meetings; meeting++)
        {
            basicOf[meeting] = [];
            var cheapest = model.MeetingStart[meeting];
            for (var column = cheapest + 1; column < model.MeetingStart[meeting + 1]; column++)
                if (cost[column] < cost[cheapest])
                    cheapest = column;
            key[meeting] = cheapest;
            keyValue[meeting] = 1;
            AddLoad(cheapest, 1);
        }
    }

    /// <summary>Goes on from a solved relaxation of the same columns with fewer rows: the rows that were added begin without a price.</summary>
    public PlanRelaxation(PlanModel model, PlanRelaxation from)
    {
        this.model = model;
        beyond = from.beyond;
        (cost, key, keyValue, basicOf, positionOfColumn) = (from.cost, from.key, from.keyValue, from.basicOf, from.positionOfColumn);
        (basic, basicValue, tight, inverse, seen, round) = (from.basic, from.basicValue, from.tight, from.inverse, from.seen, from.round);
        price = new Int128[model.Rows];
        from.price.CopyTo(price, 0);
        positionOfRow = new int[model.Rows];
        Array.Fill(positionOfRow, -1);
        from.positionOfRow.CopyTo(positionOfRow, 0);
        load = new double[model.Rows];
        isExceeded = new bool[model.Rows];
        direction = new double[model.Rows];
        for (var meeting = 0; meeting < model.Meetings; meeting++)
            AddLoad(key[meeting], keyValue[meeting]);
        for (var position = 0; position < basic.Count; position++)
            AddLoad(basic[position], basicValue[position]);
    }

    /// <summary>How many pivots were made.</summary>
    public int Pivots { get; private set; }

    /// <summary>Pivots until the relaxation is solved. Returns false when it was told to stop, or when no plan exists: then <see cref="Bound"/> is above any plan's cost.</summary>
    public bool Solve(Func<bool>? stop)
    {
        var most = 200 + (50 * (model.Meetings + model.Rows));
        while (Pivots < most)
        {
            if ((Pivots & 31) == 31 && stop?.Invoke() == true)
                return false;
            if (!TryLeaving(out var row, out var position))
                return true;
            Pivots++;
            if (row >= 0 ? !RaiseRow(row) : !RaiseBasic(position))
                return false;
        }

        return false;
    }

    /// <summary>What no plan can cost less than, in units of cost: from the prices alone, in whole numbers.</summary>
    public Int128 Bound()
    {
        var sum = Int128.Zero;
        for (var row = 0; row < price.Length; row++)
            sum -= price[row] * model.Limit[row];
        for (var meeting = 0; meeting < model.Meetings; meeting++)
        {
            var least = Int128.MaxValue;
            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                least = Int128.Min(least, ((Int128)model.Cost[column] << Scale) + Prices(column));
            sum += least;
        }

        return (sum + (Int128.One << Scale) - 1) >> Scale;
    }

    /// <summary>For each column by how much a plan that uses it costs more than <see cref="Bound"/>, at least; in units of cost, rounded down.</summary>
    public Int128[] Surcharges()
    {
        var surcharges = new Int128[cost.Length];
        for (var meeting = 0; meeting < model.Meetings; meeting++)
        {
            var least = Int128.MaxValue;
            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
            {
                surcharges[column] = ((Int128)model.Cost[column] << Scale) + Prices(column);
                least = Int128.Min(least, surcharges[column]);
            }

            for (var column = model.MeetingStart[meeting]; column < model.MeetingStart[meeting + 1]; column++)
                surcharges[column] = (surcharges[column] - least) >> Scale;
        }

        return surcharges;
    }

    /// <summary>How much of a column the relaxation takes, 0 to 1.</summary>
    public double ValueOf(int column)
    {
        if (positionOfColumn[column] is >= 0 and var position)
            return basicValue[position];
        var meeting = model.MeetingOf[column];
        return key[meeting] == column ? keyValue[meeting] : 0;
    }

    /// <summary>True when the relaxation takes one whole column of a meeting.</summary>
    public bool IsWhole(int meeting)
    {
        foreach (var column in basicOf[meeting])
            if (basicValue[positionOfColumn[column]] is > 1e-6 and < 1 - 1e-6)
                return false;
        return keyValue[meeting] is < 1e-6 or > 1 - 1e-6;
    }

    /// <summary>The columns that the relaxation takes a part of.</summary>
    public IEnumerable<int> Parts()
    {
        for (var meeting = 0; meeting < model.Meetings; meeting++)
        {
            if (IsWhole(meeting))
                continue;
            if (keyValue[meeting] > 1e-6)
                yield return key[meeting];
            foreach (var column in basicOf[meeting])
                if (basicValue[positionOfColumn[column]] > 1e-6)
                    yield return column;
        }
    }

    /// <summary>The column that the relaxation takes most of.</summary>
    public int MostOf(int meeting)
    {
        var (most, value) = (key[meeting], keyValue[meeting]);
        foreach (var column in basicOf[meeting])
            if (basicValue[positionOfColumn[column]] > value)
                (most, value) = (column, basicValue[positionOfColumn[column]]);
        return most;
    }

    private Int128 Prices(int column)
    {
        var sum = Int128.Zero;
        foreach (var row in model.RowsOf(column))
            sum += price[row];
        return sum;
    }

    /// <summary>The worst violation: an exceeded row, or a basic column below zero; a key below zero is first made an ordinary one.</summary>
    private bool TryLeaving(out int row, out int position)
    {
        (row, position) = (-1, -1);
        var (worst, worstKey) = (Tolerance, -1);
        for (var i = exceeded.Count - 1; i >= 0; i--)
        {
            var candidate = exceeded[i];
            var over = load[candidate] - model.Limit[candidate];
            if (positionOfRow[candidate] >= 0 || over <= Tolerance)
            {
                isExceeded[candidate] = false;
                exceeded[i] = exceeded[^1];
                exceeded.RemoveAt(exceeded.Count - 1);
            }
            else if (over > worst)
            {
                (worst, row) = (over, candidate);
            }
        }

        for (var i = 0; i < basic.Count; i++)
        {
            if (-basicValue[i] > worst)
                (worst, row, position, worstKey) = (-basicValue[i], -1, i, -1);
            var meeting = model.MeetingOf[basic[i]];
            if (-keyValue[meeting] > worst)
                (worst, row, position, worstKey) = (-keyValue[meeting], -1, i, meeting);
        }

        if (worstKey >= 0)
            position = SwapKey(worstKey);
        return row >= 0 || position >= 0;
    }

    /// <summary>Makes another basic column of the meeting its key, so that the old key can leave. Returns the old key's position.</summary>
    private int SwapKey(int meeting)
    {
        var columns = basicOf[meeting];
        var chosen = columns[0];
        foreach (var column in columns)
            if (basicValue[positionOfColumn[column]] > basicValue[positionOfColumn[chosen]])
                chosen = column;
        var position = positionOfColumn[chosen];
        var row = inverse[position];
        foreach (var column in columns)
            if (column != chosen)
                AddScaled(row, inverse[positionOfColumn[column]], 1);
        for (var i = 0; i < tight.Count; i++)
            row[i] = -row[i];
        var old = key[meeting];
        key[meeting] = chosen;
        (keyValue[meeting], basicValue[position]) = (basicValue[position], keyValue[meeting]);
        positionOfColumn[chosen] = -1;
        positionOfColumn[old] = position;
        basic[position] = old;
        columns[columns.IndexOf(chosen)] = old;
        return position;
    }

    /// <summary>Brings an exceeded row down to its limit: it gets a price, and a column or the slack of another row comes in.</summary>
    private bool RaiseRow(int row)
    {
        var weights = Zeroed(ref combination);
        foreach (var meeting in model.MeetingsIn(row))
            foreach (var column in basicOf[meeting])
            {
                var coefficient = Covers(column, row) - Covers(key[meeting], row);
                if (coefficient != 0)
                    AddScaled(weights, inverse[positionOfColumn[column]], coefficient);
            }

        SetDirection(row, 1);
        for (var i = 0; i < tight.Count; i++)
            if (Math.Abs(weights[i]) > Small)
                SetDirection(tight[i], -weights[i]);
        if (!TryEntering(out var column2, out var slack, out var slope))
            return false;
        var step = (load[row] - model.Limit[row]) / -slope;
        if (column2 >= 0)
        {
            var change = Enter(column2, step);
            for (var p = 0; p < basic.Count; p++)
                if (change[p] != 0)
                    AddScaled(inverse[p], weights, change[p] / slope);
            Grow();
            var last = tight.Count;
            for (var p = 0; p < basic.Count; p++)
                inverse[p][last] = change[p] == 0 ? 0 : -change[p] / slope;
            var added = inverse[basic.Count];
            for (var i = 0; i < last; i++)
                added[i] = weights[i] == 0 ? 0 : -weights[i] / slope;
            added[last] = 1 / slope;
            positionOfRow[row] = last;
            tight.Add(row);
            AddBasic(column2, step);
        }
        else
        {
            var leavingRow = tight[slack];
            EnterSlack(slack, step);
            var pivot = weights[slack];
            for (var p = 0; p < basic.Count; p++)
            {
                var factor = inverse[p][slack] / pivot;
                if (factor == 0)
                    continue;
                AddScaled(inverse[p], weights, -factor);
                inverse[p][slack] = factor;
            }

            positionOfRow[leavingRow] = -1;
            positionOfRow[row] = slack;
            tight[slack] = row;
        }

        ClearDirection();
        return true;
    }

    /// <summary>Brings a basic column that is below zero up to zero and out of the basis.</summary>
    private bool RaiseBasic(int position)
    {
        var own = inverse[position];
        for (var i = 0; i < tight.Count; i++)
            if (Math.Abs(own[i]) > Small)
                SetDirection(tight[i], own[i]);
        if (!TryEntering(out var column, out var slack, out var slope))
            return false;
        var step = -basicValue[position] / -slope;
        var leaving = basic[position];
        if (column >= 0)
        {
            var change = Enter(column, step);
            var pivot = change[position];
            for (var i = 0; i < tight.Count; i++)
                own[i] /= pivot;
            for (var p = 0; p < basic.Count; p++)
                if (p != position && change[p] != 0)
                    AddScaled(inverse[p], own, -change[p]);
            basicOf[model.MeetingOf[leaving]].Remove(leaving);
            positionOfColumn[leaving] = -1;
            basic[position] = column;
            basicValue[position] = step;
            positionOfColumn[column] = position;
            basicOf[model.MeetingOf[column]].Add(column);
        }
        else
        {
            EnterSlack(slack, step);
            var pivot = own[slack];
            for (var p = 0; p < basic.Count; p++)
                if (p != position && inverse[p][slack] != 0)
                    AddScaled(inverse[p], own, -inverse[p][slack] / pivot);
            RemoveBasic(position);
            RemoveTight(slack);
        }

        ClearDirection();
        return true;
    }

    /// <summary>
    /// The ratio test: of everything that moves the leaving variable the right way, what loses its reduced cost first. Then moves the
    /// prices by that much along the direction.
    /// </summary>
    /// <param name="column">The column that comes in, or -1.</param>
    /// <param name="slack">The position of the tight row whose slack comes in, or -1.</param>
    /// <param name="slope">Its entry in the pivot row, below zero.</param>
    private bool TryEntering(out int column, out int slack, out double slope)
    {
        (column, slack, slope) = (-1, -1, 0);
        var best = Int128.MaxValue;
        round++;
        foreach (var row in support)
        {
            if (positionOfRow[row] is >= 0 and var position && direction[row] < -Small)
                Consider(price[row], direction[row], -1, position, ref best, ref column, ref slack, ref slope);
            foreach (var meeting in model.MeetingsIn(row))
            {
                if (seen[meeting] == round)
                    continue;
                seen[meeting] = round;
                var atKey = Slope(key[meeting]);
                var reducedKey = Int128.MinValue;
                for (var candidate = model.MeetingStart[meeting]; candidate < model.MeetingStart[meeting + 1]; candidate++)
                {
                    var alpha = Slope(candidate) - atKey;
                    if (alpha > -Small || positionOfColumn[candidate] >= 0)
                        continue;
                    if (reducedKey == Int128.MinValue)
                        reducedKey = cost[key[meeting]] + Prices(key[meeting]);
                    Consider(cost[candidate] + Prices(candidate) - reducedKey, alpha, candidate, -1, ref best, ref column, ref slack, ref slope);
                }
            }
        }

        var found = column >= 0 || slack >= 0;
        MovePrices(found ? best : beyond);
        if (!found)
            ClearDirection();
        return found;
    }

    /// <summary>Moves the prices along the direction. Where nothing limits the step no plan exists, and a step far enough lifts the bound above any cost.</summary>
    private void MovePrices(Int128 step)
    {
        foreach (var row in support)
        {
            price[row] += Fraction.Times(step, direction[row]);
            if (price[row] < 0)
                price[row] = 0;
        }
    }

    private static void Consider(
        Int128 reduced, double alpha, int candidate, int position, ref Int128 best, ref int column, ref int slack, ref double slope)
    {
        if (reduced < 0)
            reduced = 0;
        // Most candidates are far off; only close ones are worth the exact comparison.
        if (best != Int128.MaxValue && (double)reduced / -alpha > ((double)best * (1 + 1e-9)) + 1)
            return;
        var ratio = Fraction.Over(reduced, -alpha);
        if (ratio > best || (ratio == best && alpha >= slope))
            return;
        (best, column, slack, slope) = (ratio, candidate, position, alpha);
    }

    /// <summary>Moves the values along an entering column; returns by how much each basic column falls for one unit of it.</summary>
    private double[] Enter(int column, double step)
    {
        var meeting = model.MeetingOf[column];
        var change = Sized(ref entering, basic.Count);
        Array.Clear(change, 0, basic.Count);
        foreach (var row in model.RowsOf(column))
            if (positionOfRow[row] is >= 0 and var position)
                for (var p = 0; p < basic.Count; p++)
                    change[p] += inverse[p][position];
        foreach (var row in model.RowsOf(key[meeting]))
            if (positionOfRow[row] is >= 0 and var position)
                for (var p = 0; p < basic.Count; p++)
                    change[p] -= inverse[p][position];
        Clean(change, basic.Count);
        MoveBasics(change, step);
        AddLoad(column, step);
        keyValue[meeting] -= step;
        AddLoad(key[meeting], -step);
        return change;
    }

    private void EnterSlack(int slack, double step)
    {
        var change = Sized(ref entering, basic.Count);
        for (var p = 0; p < basic.Count; p++)
            change[p] = inverse[p][slack];
        MoveBasics(change, step);
    }

    private void MoveBasics(double[] change, double step)
    {
        for (var p = 0; p < basic.Count; p++)
        {
            if (change[p] == 0)
                continue;
            var delta = -step * change[p];
            var meeting = model.MeetingOf[basic[p]];
            basicValue[p] += delta;
            AddLoad(basic[p], delta);
            keyValue[meeting] -= delta;
            AddLoad(key[meeting], -delta);
        }
    }

    private void AddLoad(int column, double delta)
    {
        foreach (var row in model.RowsOf(column))
        {
            load[row] += delta;
            if (load[row] > model.Limit[row] + Tolerance && !isExceeded[row] && positionOfRow[row] < 0)
            {
                isExceeded[row] = true;
                exceeded.Add(row);
            }
        }
    }

    private double Slope(int column)
    {
        var sum = 0.0;
        foreach (var row in model.RowsOf(column))
            sum += direction[row];
        return sum;
    }

    private int Covers(int column, int row) => model.RowsOf(column).Contains(row) ? 1 : 0;

    private void SetDirection(int row, double value)
    {
        direction[row] = value;
        support.Add(row);
    }

    private void ClearDirection()
    {
        foreach (var row in support)
            direction[row] = 0;
        support.Clear();
    }

    private void AddBasic(int column, double value)
    {
        positionOfColumn[column] = basic.Count;
        basic.Add(column);
        basicValue.Add(value);
        basicOf[model.MeetingOf[column]].Add(column);
    }

    private void RemoveBasic(int position)
    {
        var (column, last) = (basic[position], basic.Count - 1);
        basicOf[model.MeetingOf[column]].Remove(column);
        positionOfColumn[column] = -1;
        if (position != last)
        {
            basic[position] = basic[last];
            basicValue[position] = basicValue[last];
            (inverse[position], inverse[last]) = (inverse[last], inverse[position]);
            positionOfColumn[basic[position]] = position;
        }

        basic.RemoveAt(last);
        basicValue.RemoveAt(last);
    }

    private void RemoveTight(int position)
    {
        var (row, last) = (tight[position], tight.Count - 1);
        positionOfRow[row] = -1;
        if (position != last)
        {
            tight[position] = tight[last];
            positionOfRow[tight[position]] = position;
            for (var p = 0; p < basic.Count; p++)
                inverse[p][position] = inverse[p][last];
        }

        tight.RemoveAt(last);
    }

    /// <summary>Makes room for one more row and column of the inverse.</summary>
    private void Grow()
    {
        var needed = basic.Count + 1;
        var width = inverse.Length == 0 ? 0 : inverse[0].Length;
        if (needed <= inverse.Length && needed <= width)
            return;
        var size = Math.Max(32, 2 * needed);
        var rows = new double[size][];
        for (var p = 0; p < size; p++)
        {
            rows[p] = p < inverse.Length ? inverse[p] : [];
            Array.Resize(ref rows[p], size);
        }

        inverse = rows;
    }

    private double[] Zeroed(ref double[] buffer)
    {
        Sized(ref buffer, tight.Count);
        Array.Clear(buffer, 0, tight.Count);
        return buffer;
    }

    private static double[] Sized(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new double[Math.Max(32, 2 * length)];
        return buffer;
    }

    private static void Clean(double[] values, int count)
    {
        for (var i = 0; i < count; i++)
            if (Math.Abs(values[i]) < 1e-10)
                values[i] = 0;
    }

    private void AddScaled(double[] target, double[] source, double factor)
    {
        var (count, width, i) = (tight.Count, Vector<double>.Count, 0);
        var factors = new Vector<double>(factor);
        for (; i <= count - width; i += width)
            (new Vector<double>(target, i) + (new Vector<double>(source, i) * factors)).CopyTo(target, i);
        for (; i < count; i++)
            target[i] += source[i] * factor;
    }

    /// <summary>The finaliser of SplitMix64: the same scatter on every run.</summary>
    private static ulong Scatter(int value)
    {
        var z = (ulong)value + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
