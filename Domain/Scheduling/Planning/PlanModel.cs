namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>
/// The batch as choose-one-of-each-under-limits: every meeting takes one of its columns, every row (a person's cell, a person's day) is
/// covered at most as often as its limit says. Rows that cannot be exceeded are left out. The first column of each meeting is "no time".
/// </summary>
internal sealed class PlanModel
{
    // Most of a batch is settled without them, and filling them takes as long as all the rest.
    private int[]? meetingOf;
    private int[]? rowMeetings;

    private PlanModel(int[] meetingStart, long[] cost, int[] columnStart, int[] columnRows, int[] limit, (int[] Start, int[] Meetings)? byRow = null)
    {
        MeetingStart = meetingStart;
        Cost = cost;
        ColumnStart = columnStart;
        ColumnRows = columnRows;
        Limit = limit;
        if (byRow is var (starts, meetings))
            (RowStart, rowMeetings) = (starts, meetings);
        else
            RowStart = RowStarts();
    }

    /// <summary>How many meetings.</summary>
    public int Meetings => MeetingStart.Length - 1;

    /// <summary>How many rows.</summary>
    public int Rows => Limit.Length;

    /// <summary>Where each meeting's columns begin; one more than there are meetings.</summary>
    public int[] MeetingStart { get; }

    /// <summary>The meeting of each column.</summary>
    public int[] MeetingOf => meetingOf ??= MeetingsOfColumns();

    /// <summary>The cost of each column.</summary>
    public long[] Cost { get; }

    /// <summary>Where each column's rows begin in <see cref="ColumnRows"/>.</summary>
    public int[] ColumnStart { get; }

    /// <summary>The rows that each column covers; what lies behind the last column's means nothing.</summary>
    public int[] ColumnRows { get; }

    /// <summary>How often each row may be covered.</summary>
    public int[] Limit { get; }

    /// <summary>Where each row's meetings begin in <see cref="RowMeetings"/>.</summary>
    public int[] RowStart { get; }

    /// <summary>The meetings that have a column in each row.</summary>
    public int[] RowMeetings => rowMeetings ??= MeetingsByRow();

    /// <summary>The rows of a column.</summary>
    public ReadOnlySpan<int> RowsOf(int column) => ColumnRows.AsSpan(ColumnStart[column], ColumnStart[column + 1] - ColumnStart[column]);

    /// <summary>The meetings with a column in a row.</summary>
    public ReadOnlySpan<int> MeetingsIn(int row) => RowMeetings.AsSpan(RowStart[row], RowStart[row + 1] - RowStart[row]);

    /// <summary>
    /// The open meetings of a problem as a model. Agreed meetings stay: what they take is closed to the others and the limits are less.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="open">The meetings that are not agreed, in the model's order.</param>
    /// <param name="choiceOf">For each column the index of its choice in the problem, -1 for "no time".</param>
    public static PlanModel Of(PlanProblem problem, out int[] open, out int[] choiceOf)
    {
        var taken = new Dictionary<int, List<(int From, int To)>>();
        var caps = problem.Caps is null ? [] : new Dictionary<(int, int), int>(problem.Caps);
        foreach (var meeting in problem.Meetings)
        {
            if (meeting.Fixed < 0)
                continue;
            var start = meeting.Choices[meeting.Fixed].Start;
            foreach (var use in meeting.Uses)
            {
                if (!taken.TryGetValue(use.Person, out var spans))
                    taken[use.Person] = spans = [];
                spans.Add((start, start + use.Cells));
                if (problem.DayOfCell.Count > 0 && caps.TryGetValue((use.Person, problem.DayOfCell[start]), out var cap))
                    caps[(use.Person, problem.DayOfCell[start])] = Math.Max(0, cap - 1);
            }
        }

        open = [.. Enumerable.Range(0, problem.Meetings.Count).Where(m => problem.Meetings[m].Fixed < 0)];
        var shared = SharedPersons(problem, open);
        var rowOf = new int[shared.Count * problem.Cells];
        // A batch has hundreds of thousands of columns: what holds them has its size from the start and is filled by one counter.
        var most = open.Sum(m => problem.Meetings[m].Choices.Count + 1);
        var (meetingStart, cost, choices) = (new int[open.Length + 1], GC.AllocateUninitializedArray<long>(most), GC.AllocateUninitializedArray<int>(most));
        var (columnStart, limit, columns) = (GC.AllocateUninitializedArray<int>(most + 1), new List<int>(), 0);
        var (columnRows, covered) = (GC.AllocateUninitializedArray<int>(most), 0);
        var dayRows = new Dictionary<(int, int), int>();
        var days = caps.Count > 0 ? problem.DayOfCell : [];
        var (capped, cells) = (days.Count > 0, problem.Cells);
        for (var m = 0; m < open.Length; m++)
        {
            var meeting = problem.Meetings[open[m]];
            var isFree = caps.Count == 0 && !meeting.Uses.Any(u => taken.ContainsKey(u.Person));
            var uses = meeting.Uses.Where(u => shared.ContainsKey(u.Person)).Select(u => (u.Person, u.Cells, Index: shared[u.Person])).ToArray();
            meetingStart[m] = columns;
            (columnStart[columns], cost[columns], choices[columns]) = (covered, problem.UnplacedCost, -1);
            columns++;
            var offered = meeting.ChoiceSpan;
            var atMost = covered + (offered.Length * uses.Sum(u => u.Cells + (capped ? 1 : 0)));
            if (atMost > columnRows.Length)
                Array.Resize(ref columnRows, Math.Max(atMost, columnRows.Length * 2));
            for (var c = 0; c < offered.Length; c++)
            {
                var choice = offered[c];
                if (!isFree && !IsOpen(problem, meeting, choice.Start, taken, caps))
                    continue;
                (columnStart[columns], cost[columns], choices[columns]) = (covered, choice.Cost, c);
                columns++;
                foreach (var (person, length, index) in uses)
                {
                    foreach (ref var row in rowOf.AsSpan((index * cells) + choice.Start, Math.Min(length, cells - choice.Start)))
                    {
                        if (row == 0)
                        {
                            limit.Add(1);
                            row = limit.Count;
                        }

                        columnRows[covered++] = row - 1;
                    }

                    if (capped && caps.ContainsKey((person, days[choice.Start])))
                        columnRows[covered++] = DayRow((person, days[choice.Start]));
                }
            }
        }

        meetingStart[^1] = columns;
        columnStart[columns] = covered;
        Array.Resize(ref cost, columns);
        Array.Resize(ref columnStart, columns + 1);
        Array.Resize(ref choices, columns);
        choiceOf = choices;
        return new PlanModel(meetingStart, cost, columnStart, columnRows, [.. limit]).WithoutIdleRows();

        int DayRow((int Person, int Day) day)
        {
            if (!dayRows.TryGetValue(day, out var row))
            {
                row = limit.Count;
                dayRows.Add(day, row);
                limit.Add(caps[day]);
            }

            return row;
        }
    }

    /// <summary>The same meetings and limits with only some of the columns; <paramref name="columns"/> gets their numbers in this model.</summary>
    /// <param name="meetings">Which meetings, in order.</param>
    /// <param name="keep">Which columns stay.</param>
    /// <param name="limits">How often each row may still be covered.</param>
    /// <param name="columns">For each column of the new model its number in this one.</param>
    public PlanModel Restrict(IReadOnlyList<int> meetings, Func<int, bool> keep, int[] limits, out int[] columns)
    {
        var (meetingStart, kept) = (new int[meetings.Count + 1], new List<int>());
        for (var m = 0; m < meetings.Count; m++)
        {
            meetingStart[m] = kept.Count;
            for (var column = MeetingStart[meetings[m]]; column < MeetingStart[meetings[m] + 1]; column++)
                if (keep(column))
                    kept.Add(column);
        }

        meetingStart[^1] = kept.Count;
        columns = [.. kept];
        var (columnStart, columnRows) = (new int[kept.Count + 1], new List<int>());
        for (var c = 0; c < kept.Count; c++)
        {
            columnStart[c] = columnRows.Count;
            columnRows.AddRange(RowsOf(kept[c]));
        }

        columnStart[^1] = columnRows.Count;
        return new PlanModel(meetingStart, [.. kept.Select(c => Cost[c])], columnStart, [.. columnRows], limits).WithoutIdleRows();
    }

    /// <summary>The same model with a row more for each cut.</summary>
    public PlanModel WithRows(IReadOnlyList<PlanCut> cuts)
    {
        var more = new int[Cost.Length + 1];
        foreach (var cut in cuts)
            foreach (var column in cut.Columns)
                more[column + 1]++;
        for (var column = 0; column < Cost.Length; column++)
            more[column + 1] += more[column];
        var columnStart = new int[ColumnStart.Length];
        for (var column = 0; column < columnStart.Length; column++)
            columnStart[column] = ColumnStart[column] + more[column];
        var (columnRows, next) = (new int[ColumnRows.Length + more[^1]], new int[Cost.Length]);
        for (var column = 0; column < Cost.Length; column++)
        {
            RowsOf(column).CopyTo(columnRows.AsSpan(columnStart[column]));
            next[column] = columnStart[column] + ColumnStart[column + 1] - ColumnStart[column];
        }

        var (rowStart, rowMeetings) = (RowStart.ToList(), RowMeetings.ToList());
        for (var c = 0; c < cuts.Count; c++)
        {
            foreach (var column in cuts[c].Columns)
                columnRows[next[column]++] = Rows + c;
            rowMeetings.AddRange(cuts[c].Columns.Select(column => MeetingOf[column]).Distinct());
            rowStart.Add(rowMeetings.Count);
        }

        return new(MeetingStart, Cost, columnStart, columnRows, [.. Limit, .. cuts.Select(cut => cut.Limit)], ([.. rowStart], [.. rowMeetings]));
    }

    /// <summary>Leaves out rows that no plan can exceed, and numbers the others anew.</summary>
    private PlanModel WithoutIdleRows()
    {
        var (number, limit) = (new int[Rows], new List<int>());
        if (Enumerable.Range(0, Rows).All(row => RowStart[row + 1] - RowStart[row] > Limit[row]))
            return this;
        for (var row = 0; row < Rows; row++)
            if (RowStart[row + 1] - RowStart[row] > Limit[row])
            {
                number[row] = limit.Count;
                limit.Add(Limit[row]);
            }
            else
            {
                number[row] = -1;
            }

        var (starts, rows) = (new int[ColumnStart.Length], new List<int>(ColumnRows.Length));
        for (var column = 0; column < Cost.Length; column++)
        {
            starts[column] = rows.Count;
            foreach (var row in RowsOf(column))
                if (number[row] >= 0)
                    rows.Add(number[row]);
        }

        starts[^1] = rows.Count;
        return new(MeetingStart, Cost, starts, [.. rows], [.. limit]);
    }

    private int[] MeetingsOfColumns()
    {
        var meetings = new int[Cost.Length];
        for (var m = 0; m < Meetings; m++)
            Array.Fill(meetings, m, MeetingStart[m], MeetingStart[m + 1] - MeetingStart[m]);
        return meetings;
    }

    private int[] RowStarts()
    {
        var (last, starts) = (new int[Rows], new int[Rows + 1]);
        // Numbered from one, so that a row that nobody has had yet is zero.
        for (var m = 1; m <= Meetings; m++)
            foreach (var row in ColumnRows.AsSpan(ColumnStart[MeetingStart[m - 1]]..ColumnStart[MeetingStart[m]]))
                if (last[row] != m)
                {
                    last[row] = m;
                    starts[row + 1]++;
                }

        for (var row = 0; row < Rows; row++)
            starts[row + 1] += starts[row];
        return starts;
    }

    private int[] MeetingsByRow()
    {
        var (last, meetings, next) = (new int[Rows], new int[RowStart[^1]], RowStart.AsSpan(0, Rows).ToArray());
        for (var m = 1; m <= Meetings; m++)
            foreach (var row in ColumnRows.AsSpan(ColumnStart[MeetingStart[m - 1]]..ColumnStart[MeetingStart[m]]))
                if (last[row] != m)
                {
                    last[row] = m;
                    meetings[next[row]++] = m - 1;
                }

        return meetings;
    }

    /// <summary>Only persons whom two open meetings want can be wanted twice at a time.</summary>
    internal static Dictionary<int, int> SharedPersons(PlanProblem problem, IEnumerable<int> open)
    {
        var wanted = new Dictionary<int, int>();
        foreach (var m in open)
            foreach (var use in problem.Meetings[m].Uses)
                wanted[use.Person] = wanted.GetValueOrDefault(use.Person) + 1;
        var shared = new Dictionary<int, int>();
        foreach (var (person, times) in wanted)
            if (times > 1)
                shared.Add(person, shared.Count);
        return shared;
    }

    private static bool IsOpen(
        PlanProblem problem, PlanMeeting meeting, int start, Dictionary<int, List<(int From, int To)>> taken, Dictionary<(int, int), int> caps)
    {
        foreach (var use in meeting.Uses)
        {
            if (taken.TryGetValue(use.Person, out var spans))
                foreach (var (from, to) in spans)
                    if (start < to && from < start + use.Cells)
                        return false;
            if (problem.DayOfCell.Count > 0 && caps.TryGetValue((use.Person, problem.DayOfCell[start]), out var cap) && cap == 0)
                return false;
        }

        return true;
    }
}
