using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Scheduling.Planning;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class GivenTimesTests
{
    // Two days of four cells. The lead (0) takes two cells of every meeting, the clinicians (1, 2) one.
    private static readonly PlanProblem TwoDays = new()
    {
        Persons = 3,
        Cells = 8,
        DayOfCell = [0, 0, 0, 0, 1, 1, 1, 1],
        UnplacedCost = 1,
        Meetings =
        [
            new([new(0, 2), new(1, 1)], []),
            new([new(0, 2), new(2, 1)], []),
            new([new(1, 1), new(2, 1)], []),
            new([new(0, 2), new(2, 1)], []),
        ],
    };

    [Fact]
    public void HasRoom_BesideWhatIsGiven_IsWhereNobodyIsTwice()
    {
        var given = new GivenTimes(TwoDays);
        Rooms(given, 0).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7], "nothing is given");
        given.Give(0, 2);
        Rooms(given, 1).ShouldBe([0, 4, 5, 6, 7], "the lead has cells 2 and 3");
        Rooms(given, 2).ShouldBe([0, 1, 3, 4, 5, 6, 7], "the clinician has cell 2");
        given.Give(2, 4);
        Rooms(given, 1).ShouldBe([0, 5, 6, 7], "so has the other one cell 4");
    }

    [Fact]
    public void HasRoom_UnderACap_CountsMeetingsOfThatPersonOnThatDay()
    {
        var given = new GivenTimes(TwoDays with { Caps = new Dictionary<(int, int), int> { [(0, 0)] = 2, [(0, 1)] = 1, [(2, 0)] = 1 } });
        given.Give(0, 0);
        Rooms(given, 1).ShouldBe([2, 3, 4, 5, 6, 7], "the lead may have two that day");
        given.Give(1, 2);
        Rooms(given, 3).ShouldBe([4, 5, 6, 7], "and has them");
        Rooms(given, 2).ShouldBe([4, 5, 6, 7], "the second clinician has the one that the cap allows");
        given.Give(3, 4);
        Rooms(given, 0).ShouldBe([], "two on the first day at other cells, one on the second");
    }

    [Fact]
    public void HasRoom_SeveralTimesOfOneMeeting_AreOneMeetingOfItsDay()
    {
        var given = new GivenTimes(TwoDays with { Caps = new Dictionary<(int, int), int> { [(0, 0)] = 1, [(0, 1)] = 1 } });
        given.Give(0, 0);
        Rooms(given, 0).ShouldBe([2, 3, 4, 5, 6, 7], "an alternative on the same day is not a second meeting");
        Rooms(given, 1).ShouldBe([4, 5, 6, 7]);
        given.Give(0, 2);
        given.Give(0, 6);
        Rooms(given, 0).ShouldBe([4]);
        Rooms(given, 1).ShouldBe([]);
        var two = new GivenTimes(TwoDays with { Caps = new Dictionary<(int, int), int> { [(0, 0)] = 2 } });
        two.Give(0, 0);
        two.Give(0, 0);
        Rooms(two, 1).ShouldBe([2, 3, 4, 5, 6, 7], "one meeting, given twice");
    }

    [Fact]
    public void HasRoom_WithoutDays_KnowsNoCap()
    {
        var given = new GivenTimes(TwoDays with { DayOfCell = [], Caps = new Dictionary<(int, int), int> { [(0, 0)] = 1 } });
        given.Give(0, 0);
        Rooms(given, 1).ShouldBe([2, 3, 4, 5, 6, 7]);
    }

    private static IEnumerable<int> Rooms(GivenTimes given, int meeting) => Enumerable.Range(0, 8).Where(start => given.HasRoom(meeting, start));
}
