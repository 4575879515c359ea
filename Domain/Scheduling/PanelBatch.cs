using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling.Planning;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>One batch on its way through the planner: from requests to numbers and back to times and reasons.</summary>
internal sealed class PanelBatch
{
    /// <summary>Rivals are looked for among at most so many meetings; beyond that a list would help nobody.</summary>
    private const int MostRivals = 40;

    private readonly IReadOnlyList<MeetingToPlan> meetings;
    private readonly SlotSearchResult[] searches;
    private readonly IReadOnlyList<Slot>[] slots;
    private readonly Dictionary<string, int> persons = [];
    private readonly Duration resolution;
    private readonly long firstCell;
    private readonly int cells;
    private readonly CostPacking packing;
    private readonly PlanProblem problem;

    public PanelBatch(IReadOnlyList<MeetingToPlan> meetings)
    {
        this.meetings = meetings;
        if (meetings.Select(m => m.Key).Distinct().Count() != meetings.Count)
            throw new ArgumentException("Every meeting of a batch has a key of its own.");
        if (meetings.Any(m => m.Host == m.Clinician))
            throw new ArgumentException("A host meets somebody else.");
        resolution = meetings.Select(m => m.Request.Options.Resolution).FirstOrDefault(SlotOptions.Default.Resolution);
        if (meetings.Any(m => m.Request.Options.Resolution != resolution))
            throw new ArgumentException("All requests of a batch have the same resolution.");
        foreach (var meeting in meetings)
        {
            persons.TryAdd(meeting.Host, persons.Count);
            persons.TryAdd(meeting.Clinician, persons.Count);
        }

        searches = [.. meetings.Select(m => SlotSearch.Find(m.Request))];
        slots = [.. meetings.Select(Candidates)];
        var starts = slots.SelectMany(s => s).Select(s => s.Start).DefaultIfEmpty().ToList();
        var firstDay = WorkingCalendar.StartOfDay(WorkingCalendar.DateOf(starts.Min()));
        firstCell = CellOf(firstDay, 0);
        // Two meetings that overlap both have the cell in which the later one begins, so none is needed behind the last start.
        cells = (int)CellOf(starts.Max(), firstCell) + 1;
        packing = new CostPacking([.. slots.Select((s, m) => meetings[m].Agreed is null ? s : [])]);
        problem = Problem(capped: true, BufferOf);
    }

    public PanelPlan Plan(Func<bool>? stop)
    {
        var solution = PlanSolver.Solve(problem, stop);
        var planned = new List<PlannedMeeting>();
        var byHand = PlanSolver.SolveOneByOne(problem).Choice;
        var given = new GivenTimes(problem);
        for (var m = 0; m < meetings.Count; m++)
            if (solution.Choice[m] >= 0)
                given.Give(m, problem.Meetings[m].Choices[solution.Choice[m]].Start);
        for (var m = 0; m < meetings.Count; m++)
            if (solution.Choice[m] >= 0)
                planned.Add(new(meetings[m].Key, slots[m][solution.Choice[m]], Alternatives(m, solution.Choice[m], given), meetings[m].Agreed is not null)
                {
                    OneByOne = byHand[m] < 0 ? null : slots[m][byHand[m]],
                });
        var unplanned = Enumerable.Range(0, meetings.Count).Where(m => solution.Choice[m] < 0).Select(m => Explain(m, solution.Choice)).ToList();
        return new()
        {
            Planned = planned,
            Unplanned = unplanned,
            ClinicalMinutesAtRisk = planned.Sum(p => p.Slot.ClinicalMinutesAtRisk),
            ClinicalMinutesOneByOne = byHand.Count(c => c < 0) > unplanned.Count
                ? null
                : Enumerable.Range(0, meetings.Count).Sum(m => byHand[m] < 0 ? 0 : slots[m][byHand[m]].ClinicalMinutesAtRisk),
            Cost = solution.Cost,
            Bound = solution.Bound,
            BitsGivenUp = packing.BitsGivenUp,
        };
    }

    /// <summary>The times a meeting may have, in order of start; the agreed one alone where there is one.</summary>
    private IReadOnlyList<Slot> Candidates(MeetingToPlan meeting, int index)
    {
        if (meeting.Agreed is { } agreed)
            return [agreed];
        return searches[index] is SlotSearchResult.Found found
            ? [.. found.Slots.OrderBy(s => s.Start)]
            : [];
    }

    private PlanProblem Problem(bool capped, Func<SlotOptions, (Duration Host, Duration Clinician)> buffers)
    {
        var days = new int[cells];
        for (var cell = 0; cell < cells; cell++)
            days[cell] = DayOf(Instant.FromUnixTimeTicks((firstCell + cell) * resolution.BclCompatibleTicks));
        return new()
        {
            Persons = persons.Count,
            Cells = cells,
            DayOfCell = days,
            Caps = capped ? Caps(days) : null,
            UnplacedCost = packing.Unplaced,
            Meetings = [.. meetings.Select((m, index) => new PlanMeeting(Uses(m, buffers), Choices(index), m.Agreed is null ? -1 : 0))],
        };
    }

    private IReadOnlyList<PlanChoice> Choices(int index) => meetings[index].Agreed is null
        ? [.. slots[index].Select((s, i) => new PlanChoice((int)CellOf(s.Start, firstCell), packing.CostOf(index, i)))]
        : [new PlanChoice((int)CellOf(slots[index][0].Start, firstCell), 0)];

    /// <summary>Between two meetings of one person stand both buffers' longer one, which is the same whichever comes first when it is the batch's longest.</summary>
    private PlanUse[] Uses(MeetingToPlan meeting, Func<SlotOptions, (Duration Host, Duration Clinician)> buffers) =>
    [
        new(persons[meeting.Host], CellsOf(meeting.Request.Duration + meetings.Max(m => buffers(m.Request.Options).Host))),
        new(persons[meeting.Clinician], CellsOf(meeting.Request.Duration + meetings.Max(m => buffers(m.Request.Options).Clinician))),
    ];

    private static (Duration Host, Duration Clinician) BufferOf(SlotOptions options) => (
        Duration.Max(options.HostBufferBefore, options.HostBufferAfter), Duration.Max(options.ClinicianBufferBefore, options.ClinicianBufferAfter));

    /// <summary>How many meetings each person may still have on each day, after those that stand in the holds.</summary>
    private Dictionary<(int Person, int Day), int> Caps(int[] days)
    {
        var caps = new Dictionary<(int Person, int Day), int>();
        foreach (var meeting in meetings)
            foreach (var (name, diary, cap) in (ReadOnlySpan<(string, Diary, int)>)
                [
                    (meeting.Host, meeting.Request.Host, meeting.Request.Options.HostMeetingsPerDay),
                    (meeting.Clinician, meeting.Request.Clinician, meeting.Request.Options.ClinicianMeetingsPerDay),
                ])
            {
                var held = diary.Holds.Where(h => meeting.Request.Own != h).GroupBy(h => DayOf(h.Start)).ToDictionary(g => g.Key, g => g.Count());
                foreach (var day in days.Distinct())
                {
                    var left = Math.Max(0, cap - held.GetValueOrDefault(day));
                    var key = (persons[name], day);
                    caps[key] = caps.TryGetValue(key, out var other) ? Math.Min(left, other) : left;
                }
            }

        return caps;
    }

    private IReadOnlyList<Slot> Alternatives(int m, int chosen, GivenTimes given)
    {
        if (meetings[m].Agreed is not null || searches[m] is not SlotSearchResult.Found found)
            return [];
        var free = found.Slots.Where(s => given.HasRoom(m, (int)CellOf(s.Start, firstCell)));
        var alternatives = SlotSearch.PickThree([slots[m][chosen], .. free]).Skip(1).ToList();
        foreach (var slot in alternatives)
            given.Give(m, (int)CellOf(slot.Start, firstCell));
        return alternatives;
    }

    private UnplannedMeeting Explain(int m, IReadOnlyList<int> choice)
    {
        if (slots[m].Count == 0)
            return new(meetings[m].Key, searches[m], [], [.. OwnRules(m)]);
        var near = Near(m).Where(o => choice[o] >= 0).Take(MostRivals).ToList();
        if (AllPlaced(problem, [m, .. near]))
            return new(meetings[m].Key, searches[m], [], []);
        for (var i = near.Count - 1; i >= 0; i--)
        {
            var without = near.Where((_, index) => index != i).ToList();
            if (!AllPlaced(problem, [m, .. without]))
                near = without;
        }

        var rules = new List<SlotRule>();
        if (AllPlaced(Problem(capped: false, BufferOf), [m, .. near]))
            rules.Add(SlotRule.DailyCap);
        if (AllPlaced(Problem(capped: true, _ => (Duration.Zero, Duration.Zero)), [m, .. near]))
            rules.Add(SlotRule.Buffer);
        return new(meetings[m].Key, searches[m], [.. near.Select(o => meetings[o].Key)], [.. rules.Concat(OwnRules(m)).Distinct()]);
    }

    /// <summary>Rules of the meeting's own search that alone exclude some start, those that would open most first.</summary>
    private IEnumerable<SlotRule> OwnRules(int m) => SlotSearch
        .CountRules(SlotSearch.GridOf(meetings[m].Request), SlotRules.For(meetings[m].Request))
        .Where(c => c.Alone > 0)
        .OrderByDescending(c => c.Alone)
        .Select(c => c.Rule)
        .Distinct();

    /// <summary>The meetings that hang together with one by their people, nearest first.</summary>
    private List<int> Near(int m)
    {
        var (seen, order) = (new HashSet<int> { m }, new List<int> { m });
        for (var i = 0; i < order.Count; i++)
            for (var other = 0; other < meetings.Count; other++)
                if (problem.Meetings[order[i]].Uses.Any(u => problem.Meetings[other].Uses.Any(o => o.Person == u.Person)) && seen.Add(other))
                    order.Add(other);
        order.RemoveAt(0);
        return order;
    }

    private static bool AllPlaced(PlanProblem whole, IReadOnlyList<int> some)
    {
        var part = whole with
        {
            Meetings = [.. some.Select(m => whole.Meetings[m] with { Choices = [.. whole.Meetings[m].Choices.Select(c => c with { Cost = 0 })] })],
            UnplacedCost = 1,
        };
        return PlanSolver.Solve(part).Cost == 0;
    }

    private int CellsOf(Duration duration) =>
        (int)((duration.BclCompatibleTicks + resolution.BclCompatibleTicks - 1) / resolution.BclCompatibleTicks);

    private long CellOf(Instant start, long first) => (start.ToUnixTimeTicks() / resolution.BclCompatibleTicks) - first;

    private static int DayOf(Instant instant) => Period.DaysBetween(new(2000, 1, 1), WorkingCalendar.DateOf(instant));
}
