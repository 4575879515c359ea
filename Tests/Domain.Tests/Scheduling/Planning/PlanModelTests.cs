using ClinicalEngagement.Domain.Scheduling.Planning;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Scheduling.Planning;

public sealed class PlanModelTests
{
    // Two meetings of one host (0), who is taken for two cells by the first and for one by the second; each has a clinician of its own.
    private static readonly PlanProblem Two = new()
    {
        Persons = 3,
        Cells = 5,
        UnplacedCost = 100,
        Meetings = [new([new(0, 2), new(1, 1)], [new(0, 3), new(1, 5)]), new([new(0, 1), new(2, 1)], [new(1, 2), new(4, 7)])],
    };

    [Fact]
    public void Of_TwoMeetingsOfOneHost_KeepsOnlyTheCellThatBothWant()
    {
        var model = PlanModel.Of(Two, out var open, out var choiceOf);
        open.ShouldBe([0, 1]);
        choiceOf.ShouldBe([-1, 0, 1, -1, 0, 1]);
        (model.Meetings, model.Rows).ShouldBe((2, 1));
        model.MeetingStart.ShouldBe([0, 3, 6]);
        model.MeetingOf.ShouldBe([0, 0, 0, 1, 1, 1]);
        model.Cost.ShouldBe([100, 3, 5, 100, 2, 7]);
        model.Limit.ShouldBe([1]);
        Rows(model).ShouldBe(["", "0", "0", "", "0", ""]);
        model.MeetingsIn(0).ToArray().ShouldBe([0, 1]);
    }

    [Fact]
    public void Of_AgreedMeetings_TakesTheirTimeFromTheOthersAndTheirDayFromTheCaps()
    {
        var problem = Two with
        {
            Meetings = [.. Two.Meetings, new([new(0, 1), new(1, 1)], [new(0, 0), new(2, 9)], Fixed: 1)],
            DayOfCell = [0, 0, 1, 1, 1],
            Caps = new Dictionary<(int, int), int> { [(0, 0)] = 1, [(0, 1)] = 2, [(2, 0)] = 5 },
        };
        var model = PlanModel.Of(problem, out var open, out var choiceOf);
        open.ShouldBe([0, 1]);
        choiceOf.ShouldBe([-1, 0, -1, 0, 1], "the first cannot run into cell 2");
        model.Cost.ShouldBe([100, 3, 100, 2, 7]);
        Rows(model).ShouldBe(["", "0,1", "", "0,1", ""], "cell 1, and the host's first day");
        model.Limit.ShouldBe([1, 1]);
        PlanModel.Of(problem with { Caps = new Dictionary<(int, int), int> { [(0, 1)] = 1 } }, out _, out choiceOf);
        choiceOf.ShouldBe([-1, 0, -1, 0], "the agreed one is all that the second day has room for");
        PlanModel.Of(problem with { Caps = new Dictionary<(int, int), int> { [(2, 0)] = 0, [(0, 1)] = 0 } }, out _, out choiceOf);
        choiceOf.ShouldBe([-1, 0, -1], "nothing is taken from what is nothing already");
        PlanModel.Of(Two with { Meetings = [.. Two.Meetings, new([new(0, 1), new(1, 1)], [new(4, 0)], Fixed: 0)] }, out _, out choiceOf);
        choiceOf.ShouldBe([-1, 0, 1, -1, 0], "one of the two it takes is enough");
    }

    [Fact]
    public void Of_Caps_AreRowsOnlyWhereMoreWantTheDayThanItHasRoomFor()
    {
        var meetings = Enumerable.Range(0, 3).Select(m => new PlanMeeting([new(0, 1), new(1 + m, 1)], [new(m, m), new(3 + m, 0)])).ToArray();
        PlanModel With(int first, int second) => PlanModel.Of(
            new() { Persons = 4, Cells = 6, UnplacedCost = 9, Meetings = meetings, DayOfCell = [0, 0, 0, 1, 1, 1], Caps = new Dictionary<(int, int), int> { [(0, 0)] = first, [(0, 1)] = second } },
            out _, out _);
        var both = With(2, 1);
        both.Limit.ShouldBe([2, 1]);
        Rows(both).ShouldBe(["", "0", "1", "", "0", "1", "", "0", "1"]);
        both.MeetingsIn(1).ToArray().ShouldBe([0, 1, 2]);
        Rows(With(3, 2)).ShouldBe(["", "", "0", "", "", "0", "", "", "0"]);
        With(3, 3).Rows.ShouldBe(0);
    }

    [Fact]
    public void Of_MeetingsThatRunPastTheLastCell_TakeWhatThereIs()
    {
        var long1 = new PlanMeeting([new(0, 9), new(1, 1)], [new(3, 1), new(4, 2)]);
        var model = PlanModel.Of(Two with { Meetings = [long1, long1 with { Uses = [new(0, 9), new(2, 1)] }] }, out _, out _);
        Rows(model).ShouldBe(["", "0,1", "1", "", "0,1", "1"]);
    }

    [Fact]
    public void Of_ManyLongMeetings_FindsRoomForAllTheirRows()
    {
        // Far more rows than columns, so that what holds them has to grow, and more than once.
        var meetings = Enumerable.Range(0, 6).Select(m => new PlanMeeting([new(0, 20 + (m / 2)), new(1, 30)], [.. Enumerable.Range(0, 10).Select(c => new PlanChoice(c, c))])).ToArray();
        var model = PlanModel.Of(new() { Persons = 2, Cells = 40, UnplacedCost = 99, Meetings = meetings }, out _, out var choiceOf);
        choiceOf.ShouldBe(Enumerable.Range(0, 6).SelectMany(_ => Enumerable.Range(-1, 11)));
        for (var column = 0; column < model.Cost.Length; column++)
            model.RowsOf(column).Length.ShouldBe(choiceOf[column] < 0 ? 0 : 50 + (model.MeetingOf[column] / 2));
        for (var row = 0; row < model.Rows; row++)
            model.MeetingsIn(row).Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Of_AnyBatch_LetsTwoColumnsStandTogetherWhereTheirMeetingsCan() => PlanProblems.Small.Sample(
        problem =>
        {
            var model = PlanModel.Of(problem, out var open, out var choiceOf);
            for (var a = 0; a < model.Cost.Length; a++)
                for (var b = a + 1; b < model.Cost.Length; b++)
                    if (model.MeetingOf[a] != model.MeetingOf[b] && choiceOf[a] >= 0 && choiceOf[b] >= 0)
                    {
                        var (first, second) = (problem.Meetings[open[model.MeetingOf[a]]], problem.Meetings[open[model.MeetingOf[b]]]);
                        var (at, then) = (first.Choices[choiceOf[a]].Start, second.Choices[choiceOf[b]].Start);
                        var together = model.RowsOf(a).ToArray().Intersect(model.RowsOf(b).ToArray()).All(row => model.Limit[row] > 1);
                        together.ShouldBe(!first.Uses.Any(u => second.Uses.Any(v => u.Person == v.Person
                            && ((at < then + v.Cells && then < at + u.Cells)
                                || (problem.Caps is { } caps && problem.DayOfCell[at] == problem.DayOfCell[then] && caps[(u.Person, problem.DayOfCell[at])] == 1)))));
                    }
        },
        iter: 200);

    [Fact]
    public void Restrict_ToSomeColumns_KeepsTheirCostsAndTheRowsThatStillMatter()
    {
        var model = PlanModel.Of(Three, out _, out _);
        Rows(model).ShouldBe(["", "0,1", "1", "", "0,1", "1", "", "0,1", "1"]);
        var rest = model.Restrict([2, 0], column => column is not (0 or 7), [1, 1], out var columns);
        columns.ShouldBe([6, 8, 1, 2]);
        rest.MeetingStart.ShouldBe([0, 2, 4]);
        rest.Cost.ShouldBe([100, 6, 1, 2]);
        Rows(rest).ShouldBe(["", "0", "0", "0"], "cell 0 is left to one meeting");
        rest.Limit.ShouldBe([1]);
        rest.MeetingsIn(0).ToArray().ShouldBe([0, 1]);
        var wider = model.Restrict([0, 1, 2], _ => true, [2, 3], out _);
        wider.Limit.ShouldBe([2]);
        Rows(wider).ShouldBe(["", "0", "", "", "0", "", "", "0", ""]);
        model.Restrict([], _ => true, [1, 1], out columns).Meetings.ShouldBe(0);
        columns.ShouldBeEmpty();
    }

    [Fact]
    public void WithRows_OfCuts_HasARowMoreForEach()
    {
        var model = PlanModel.Of(Three, out _, out _);
        var more = model.WithRows([new([1, 4, 5], 1), new([2, 8], 2)]);
        more.Limit.ShouldBe([1, 1, 1, 2]);
        Rows(more).ShouldBe(["", "0,1,2", "1,3", "", "0,1,2", "1,2", "", "0,1", "1,3"]);
        more.Cost.ShouldBe(model.Cost);
        more.MeetingStart.ShouldBe(model.MeetingStart);
        more.MeetingsIn(0).ToArray().ShouldBe([0, 1, 2]);
        more.MeetingsIn(2).ToArray().ShouldBe([0, 1]);
        more.MeetingsIn(3).ToArray().ShouldBe([0, 2]);
        var again = more.WithRows([new([0, 3, 6], 2)]);
        Rows(again).ShouldBe(["4", "0,1,2", "1,3", "4", "0,1,2", "1,2", "4", "0,1", "1,3"]);
        again.MeetingsIn(4).ToArray().ShouldBe([0, 1, 2]);
    }

    /// <summary>Three meetings of one host, who is taken for two cells: all want cells 0 and 1, or 1 alone.</summary>
    private static readonly PlanProblem Three = new()
    {
        Persons = 4,
        Cells = 2,
        UnplacedCost = 100,
        Meetings = [.. Enumerable.Range(0, 3).Select(m => new PlanMeeting([new(0, 2), new(1 + m, 1)], [new(0, 1 + (2 * m)), new(1, 2 + (2 * m))]))],
    };

    private static IEnumerable<string> Rows(PlanModel model) => Enumerable.Range(0, model.Cost.Length).Select(column => string.Join(',', model.RowsOf(column).ToArray()));
}
