using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>How a batch becomes numbers: what is kept free between two meetings, how many a day has room for, and who is named when there is none.</summary>
public sealed class PanelBatchTests
{
    private static readonly Interval Week = Span("2026-06-15T00:00", "2026-06-20T00:00");

    [Fact]
    public void Plan_OfNothing_IsNothingAndProven()
    {
        var plan = PanelPlanner.Plan([]);
        plan.Planned.ShouldBeEmpty();
        plan.Unplanned.ShouldBeEmpty();
        (plan.Cost, plan.Bound, plan.ClinicalMinutesAtRisk, plan.ClinicalMinutesOneByOne, plan.BitsGivenUp, plan.IsProven).ShouldBe((0, 0, 0, 0, 0, true));
    }

    [Fact]
    public void Plan_BadBatches_AreRefusedInWords()
    {
        static string Refused(params MeetingToPlan[] batch) => Should.Throw<ArgumentException>(() => PanelPlanner.Plan(batch)).Message;
        Refused(new("a", "lead", "surgeon", Request()), new("a", "lead", "nurse", Request())).ShouldBe("Every meeting of a batch has a key of its own.");
        Refused(new("a", "lead", "surgeon", Request()), new("b", "lead", "lead", Request())).ShouldBe("A host meets somebody else.");
        Refused(new("a", "lead", "surgeon", Request()), new("b", "lead", "nurse", Request() with { Options = new() { Resolution = Duration.FromMinutes(30) } }))
            .ShouldBe("All requests of a batch have the same resolution.");
    }

    [Theory]
    [InlineData(30, 0, true)]
    [InlineData(31, 0, false)]
    [InlineData(0, 30, true)]
    [InlineData(0, 31, false)]
    [InlineData(10, 30, true)]
    [InlineData(31, 30, false)]
    [InlineData(30, 31, false)]
    public void Plan_TwoInAnHour_KeepTheLongerBufferBetweenThem(int before, int after, bool bothFit)
    {
        // An hour, of which each takes a quarter.
        var hour = Only("2026-06-17T10:00", "2026-06-17T11:00") with { Duration = Duration.FromMinutes(15) };
        var (long1, long2) = (Duration.FromMinutes(before), Duration.FromMinutes(after));
        var ofLead = new SlotOptions { HostBufferBefore = long1, HostBufferAfter = long2 };
        var ofClinician = new SlotOptions { HostBufferAfter = Duration.Zero, ClinicianBufferBefore = long1, ClinicianBufferAfter = long2, ClinicianMeetingsPerDay = 2 };
        var plans = new[]
        {
            PanelPlanner.Plan([new("a", "lead", "surgeon", hour with { Options = ofLead }), new("b", "lead", "nurse", hour with { Options = ofLead })]),
            PanelPlanner.Plan([new("a", "lead", "surgeon", hour with { Options = ofClinician }), new("b", "other", "surgeon", hour with { Options = ofClinician })]),
        };
        foreach (var plan in plans)
        {
            plan.Planned.Count.ShouldBe(bothFit ? 2 : 1);
            if (bothFit)
                plan.Planned.Select(p => p.Slot.Start).Order().ShouldBe([Local("2026-06-17T10:00"), Local("2026-06-17T10:45")]);
            else
                plan.Unplanned.Single().WouldHelp[0].ShouldBe(SlotRule.Buffer);
        }
    }

    [Fact]
    public void Plan_BuffersOfTwoProjects_AreTheLongerForBoth()
    {
        var hour = Only("2026-06-17T10:00", "2026-06-17T11:00") with { Duration = Duration.FromMinutes(15) };
        var (none, half) = (new SlotOptions { HostBufferAfter = Duration.Zero }, new SlotOptions { HostBufferAfter = Duration.FromMinutes(30) });
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", hour with { Options = none }), new("b", "lead", "nurse", hour with { Options = half }), new("c", "lead", "matron", hour with { Options = none })]);
        plan.Planned.Select(p => p.Slot.Start).Order().ShouldBe([Local("2026-06-17T10:00"), Local("2026-06-17T10:45")]);
    }

    [Fact]
    public void Plan_UnderACap_CountsTheHoldsOfThatDayButNotItsOwn()
    {
        var hold = Span("2026-06-17T09:00", "2026-06-17T09:20");
        PanelPlan TwoOnWednesday(int cap, Interval held, Interval? own = null)
        {
            var request = Only("2026-06-17T13:00", "2026-06-17T16:00") with { Options = new() { HostMeetingsPerDay = cap }, Own = own };
            request = request with { Host = request.Host with { Holds = [held] } };
            return PanelPlanner.Plan([new("a", "lead", "surgeon", request), new("b", "lead", "nurse", request)]);
        }

        var tooMany = TwoOnWednesday(2, hold);
        tooMany.Planned.Count.ShouldBe(1);
        tooMany.Unplanned.Single().Rivals.ShouldBe([tooMany.Planned.Single().Key]);
        tooMany.Unplanned.Single().WouldHelp[0].ShouldBe(SlotRule.DailyCap);
        TwoOnWednesday(3, hold).Planned.Count.ShouldBe(2);
        TwoOnWednesday(2, hold, own: hold).Planned.Count.ShouldBe(2, "it is the meeting itself, looked at again");
        TwoOnWednesday(2, Span("2026-06-18T09:00", "2026-06-18T09:20")).Planned.Count.ShouldBe(2, "another day");
        TwoOnWednesday(1, hold).Planned.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_CapsOfTwoProjects_AreTheLessForBoth()
    {
        var wednesday = Only("2026-06-17T13:00", "2026-06-17T16:00");
        var strict = wednesday with { Options = new() { HostMeetingsPerDay = 1 } };
        PanelPlanner.Plan([new("a", "lead", "surgeon", wednesday), new("b", "lead", "nurse", wednesday)]).Planned.Count.ShouldBe(2);
        PanelPlanner.Plan([new("a", "lead", "surgeon", strict), new("b", "lead", "nurse", wednesday)]).Planned.Count.ShouldBe(1);
        PanelPlanner.Plan([new("a", "lead", "surgeon", wednesday), new("b", "lead", "nurse", strict)]).Planned.Count.ShouldBe(1);

        // One project knows of two holds where it wants one meeting a day: then the other has no room that day either.
        var full = strict with { Host = strict.Host with { Holds = [Span("2026-06-17T09:00", "2026-06-17T09:20"), Span("2026-06-17T10:00", "2026-06-17T10:20")] } };
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", wednesday), new("b", "lead", "nurse", full)]);
        plan.Planned.ShouldBeEmpty();
        plan.Unplanned[0].Rivals.ShouldBeEmpty();
        plan.Unplanned[0].WouldHelp[0].ShouldBe(SlotRule.DailyCap);
        plan.Unplanned[1].Search.ShouldBeOfType<SlotSearchResult.NoneInWindow>();
        plan.Unplanned[1].WouldHelp.ShouldBe([SlotRule.OutsideWorkingHours, SlotRule.DailyCap]);
    }

    [Fact]
    public void Plan_WhereByHandSomebodyIsLeftOut_SaysWhatEachWouldHaveGot()
    {
        // The first could be met on Wednesday or Thursday and takes the sooner; the second has only Wednesday.
        var either = Only("2026-06-17T10:00", "2026-06-17T10:20", IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday);
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", either), new("b", "lead", "nurse", Only("2026-06-17T10:00", "2026-06-17T10:20"))]);
        plan.Planned.Select(p => (p.Slot.Start, p.OneByOne?.Start)).ShouldBe(
            [(Local("2026-06-18T10:00"), Local("2026-06-17T10:00")), (Local("2026-06-17T10:00"), null)]);
        plan.ClinicalMinutesOneByOne.ShouldBeNull("a plan that leaves somebody out is nothing to compare with");
    }

    [Fact]
    public void Plan_MinutesAtRisk_AreThoseOfAllThatArePlanned()
    {
        // Half an hour that ends when the MDT of Wednesday begins.
        var hours = new WorkingHours([IsoDayOfWeek.Wednesday], new(13, 30), new(14, 0), "Europe/London");
        var request = Request(clinician: new FreeBusy.Known([], hours)) with { Window = Week, Duration = Duration.FromMinutes(30) };
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", request), new("b", "other", "nurse", request), new("c", "other", "matron", request)]);
        plan.Planned.Count.ShouldBe(2);
        plan.ClinicalMinutesAtRisk.ShouldBe(8);
        plan.ClinicalMinutesOneByOne.ShouldBe(8, "it leaves out no more");
        plan.Planned.ShouldAllBe(p => p.OneByOne == p.Slot && p.Alternatives.Count == 0);
    }

    [Fact]
    public void Plan_Agreed_StaysWhereItIsWhateverItCostsAndWhereverItLies()
    {
        // Agreed before the week that is planned, when the clinician had no clinic yet.
        var agreed = new Slot(Local("2026-06-15T09:15"), Duration.FromMinutes(20), new(24, 2, 9, 9, 9), "You chose this time.");
        var plan = PanelPlanner.Plan(
            [new("a", "lead", "surgeon", Request() with { Window = Week }) { Agreed = agreed }, new("b", "lead", "nurse", Only("2026-06-15T09:00", "2026-06-15T10:15"))]);
        plan.Planned[0].ShouldBe(new PlannedMeeting("a", agreed, plan.Planned[0].Alternatives, true) { OneByOne = agreed });
        plan.Planned[0].Alternatives.ShouldBeEmpty();
        plan.Planned[1].Slot.Start.ShouldBe(Local("2026-06-15T09:45"), "after it and its buffer");
        plan.ClinicalMinutesAtRisk.ShouldBe(24);
        plan.Cost.ShouldBe(plan.Bound);
    }

    [Fact]
    public void Plan_OneOverWhatFits_NamesItsRivalsUpToForty()
    {
        static PanelPlan Crowd(int more) => PanelPlanner.Plan([.. Enumerable.Range(0, 40 + more).Select(i => new MeetingToPlan($"m{i}", "lead", $"c{i}", Narrow(i, more)))]);

        // Each has a slot of its own and the last one wants that of the one before.
        var named = Crowd(1).Unplanned.ShouldHaveSingleItem();
        named.Rivals.Count.ShouldBe(1);
        named.WouldHelp.ShouldNotBeEmpty();
        var lost = Crowd(2).Unplanned.ShouldHaveSingleItem();
        lost.Rivals.ShouldBeEmpty("the one that stands in its way is not among the forty that are looked at");
        lost.WouldHelp.ShouldBeEmpty();
    }

    private static SlotRequest Narrow(int index, int more)
    {
        var slot = Math.Min(index, 38 + more);
        var start = new LocalTime(8, 0).PlusMinutes(15 * (slot % 20));
        var hours = new WorkingHours([(IsoDayOfWeek)(1 + (slot / 20))], start, start.PlusMinutes(15), "Europe/London");
        var request = Request([], new FreeBusy.Known([], hours), new FreeBusy.Known([], new([.. Enumerable.Range(1, 5).Select(d => (IsoDayOfWeek)d)], new(8, 0), new(18, 0), "Europe/London")));
        return request with { Window = Week, Duration = Duration.FromMinutes(15), Options = new() { HostBufferAfter = Duration.Zero, HostMeetingsPerDay = 50 } };
    }

    private static SlotRequest Only(string from, string to, params IsoDayOfWeek[] days)
    {
        var (start, end) = (Local(from).InZone(WorkingCalendar.Zone), Local(to).InZone(WorkingCalendar.Zone));
        var hours = new WorkingHours(days.Length == 0 ? [start.DayOfWeek] : days, start.TimeOfDay, end.TimeOfDay, "Europe/London");
        return Request([], clinician: new FreeBusy.Known([], hours)) with { Window = Week };
    }
}
