using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using CsCheck;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class PanelPlannerTests
{
    private static readonly Interval Week = Span("2026-06-15T00:00", "2026-06-20T00:00");

    [Fact]
    public void Plan_OneMeeting_TakesTheBestOfItsSearch()
    {
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", Request())]);
        plan.IsProven.ShouldBeTrue();
        plan.Planned.Single().Slot.ShouldBe(Found(Request())[0]);
        plan.Planned.Single().Alternatives.ShouldBe(SlotSearch.PickThree(Found(Request())).Skip(1));
        plan.Unplanned.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_TwoProjectsWantOneHour_TheOneWithLessToLoseGivesWay()
    {
        // Only ten to eleven is free for the first; the second could take it too, and would if it came first.
        var first = Only("2026-06-17T10:00", "2026-06-17T10:30");
        var second = Only("2026-06-17T09:30", "2026-06-17T10:30");
        var plan = PanelPlanner.Plan([new("b", "lead", "nurse", second), new("a", "lead", "surgeon", first)]);
        plan.Unplanned.ShouldBeEmpty();
        var (b, a) = (plan.Planned[0].Slot, plan.Planned[1].Slot);
        (b.End + Duration.FromMinutes(10) <= a.Start || a.End + Duration.FromMinutes(10) <= b.Start).ShouldBeTrue("the lead's buffer stands between them");
    }

    [Fact]
    public void Plan_MoreThanFit_NamesTheRivalsAndTheRule()
    {
        var request = Only("2026-06-17T10:00", "2026-06-17T10:30");
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", request), new("b", "lead", "nurse", request)]);
        plan.Planned.Count.ShouldBe(1);
        var unplanned = plan.Unplanned.Single();
        unplanned.Rivals.ShouldBe([plan.Planned.Single().Key]);
        unplanned.WouldHelp.ShouldContain(SlotRule.OutsideWorkingHours);
    }

    [Fact]
    public void Plan_OverTheDaysCap_NamesTheCap()
    {
        var request = Only("2026-06-17T09:00", "2026-06-17T17:00") with { Options = new() { HostMeetingsPerDay = 2 } };
        var plan = PanelPlanner.Plan([.. Enumerable.Range(0, 3).Select(i => new MeetingToPlan($"m{i}", "lead", $"c{i}", request))]);
        plan.Unplanned.Single().Rivals.Count.ShouldBe(2);
        plan.Unplanned.Single().WouldHelp[0].ShouldBe(SlotRule.DailyCap);
    }

    [Fact]
    public void Plan_TooCloseForTheBuffer_NamesTheBuffer()
    {
        var request = Only("2026-06-17T10:00", "2026-06-17T10:45") with { Options = new() { HostBufferAfter = Duration.FromMinutes(15) }, Duration = Duration.FromMinutes(15) };
        var three = PanelPlanner.Plan([.. Enumerable.Range(0, 3).Select(i => new MeetingToPlan($"m{i}", "lead", $"c{i}", request))]);
        three.Unplanned.Single().WouldHelp[0].ShouldBe(SlotRule.Buffer);
    }

    [Fact]
    public void Plan_UnreadableClinician_IsUnplannedAsUnknown()
    {
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", Request(clinician: new FreeBusy.Unknown("gone")))]);
        plan.Planned.ShouldBeEmpty();
        plan.Unplanned.Single().Search.ShouldBeOfType<SlotSearchResult.CalendarUnknown>();
    }

    [Fact]
    public void Replan_OneDeclined_LeavesTheOthersWhereTheyAre()
    {
        var batch = Enumerable.Range(0, 6).Select(i => new MeetingToPlan($"m{i}", "lead", $"c{i}", Request() with { Window = Week })).ToList();
        var before = PanelPlanner.Plan(batch);
        var declined = before.Planned[2].Slot.Start;
        batch[2] = batch[2] with { Request = batch[2].Request with { Declined = [declined] } };
        var after = PanelPlanner.Replan(batch, before, new HashSet<string> { "m2" });
        after.IsProven.ShouldBeTrue();
        after.Planned[2].Slot.Start.ShouldNotBe(declined);
        for (var i = 0; i < 6; i++)
            if (i != 2)
                after.Planned[i].ShouldBe(before.Planned[i] with { IsAgreed = true, Alternatives = after.Planned[i].Alternatives });
        var fixedByHand = PanelPlanner.Plan([.. batch.Select((m, i) => i == 2 ? m : m with { Agreed = before.Planned[i].Slot })]);
        fixedByHand.Cost.ShouldBe(after.Cost);
    }

    [Fact]
    public void Plan_SameClinicianForTwoProjects_IsAskedOnceADay()
    {
        var plan = PanelPlanner.Plan([new("a", "lead", "surgeon", Request()), new("b", "other lead", "surgeon", Request())]);
        plan.Planned.Select(p => WorkingCalendar.DateOf(p.Slot.Start)).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Plan_BadBatches_AreRefused()
    {
        Should.Throw<ArgumentException>(() => PanelPlanner.Plan([new("a", "lead", "surgeon", Request()), new("a", "lead", "nurse", Request())]));
        Should.Throw<ArgumentException>(() => PanelPlanner.Plan([new("a", "lead", "lead", Request())]));
        Should.Throw<ArgumentException>(() => PanelPlanner.Plan(
            [new("a", "lead", "surgeon", Request()), new("b", "lead", "nurse", Request() with { Options = new() { Resolution = Duration.FromMinutes(30) } })]));
        PanelPlanner.Plan([]).Planned.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_AnyBatch_ObeysEveryRuleAndIsNeverWorseThanOneByOne() => Batches.Sample(
        batch =>
        {
            var plan = PanelPlanner.Plan(batch);
            plan.IsProven.ShouldBeTrue();
            (plan.Planned.Count + plan.Unplanned.Count).ShouldBe(batch.Count);
            var given = new List<(string Person, Instant Start, Instant End)>();
            foreach (var planned in plan.Planned)
            {
                var meeting = batch.Single(m => m.Key == planned.Key);
                foreach (var slot in (Slot[])[planned.Slot, .. planned.Alternatives])
                {
                    SlotSearch.WhyNot(meeting.Request, slot.Start).ShouldBeEmpty();
                    foreach (var person in (string[])[meeting.Host, meeting.Clinician])
                    {
                        given.ShouldNotContain(g => g.Person == person && g.Start < slot.End && slot.Start < g.End);
                        if (slot == planned.Slot || person == meeting.Host)
                            given.Add((person, slot.Start, slot.End));
                    }
                }
            }

            // Whichever of its times each takes, nobody has more on a day than the cap allows.
            foreach (var day in plan.Planned
                .SelectMany(p => new[] { p.Slot }.Concat(p.Alternatives).Select(s => (p.Key, batch.Single(m => m.Key == p.Key).Host, Day: WorkingCalendar.DateOf(s.Start))))
                .Distinct().GroupBy(g => (g.Host, g.Day)))
                day.Count().ShouldBeLessThanOrEqualTo(SlotOptions.Default.HostMeetingsPerDay);
            foreach (var day in plan.Planned.GroupBy(p => (batch.Single(m => m.Key == p.Key).Host, WorkingCalendar.DateOf(p.Slot.Start))))
                day.Count().ShouldBeLessThanOrEqualTo(SlotOptions.Default.HostMeetingsPerDay);
            if (plan.ClinicalMinutesOneByOne is { } byHand && plan.Unplanned.Count == 0)
                plan.ClinicalMinutesAtRisk.ShouldBeLessThanOrEqualTo(byHand);
        },
        iter: 60);

    private static readonly Gen<IReadOnlyList<MeetingToPlan>> Batches =
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 5], Gen.Select(Gen.Int[0, 150], Gen.Int[1, 40]).Array[0, 8], Gen.Int[0, 2]).Array[1, 9].Select(
            list => (IReadOnlyList<MeetingToPlan>)[.. list.Select((m, i) =>
            {
                var (host, clinician, events, plan) = m;
                var busy = events.Select(e => new BusyTime(
                    Week.Start + Duration.FromMinutes(30 * e.Item1), Week.Start + Duration.FromMinutes((30 * e.Item1) + (15 * e.Item2)), BusyStatus.Busy)).ToArray();
                return new MeetingToPlan($"m{i}", $"h{host}", $"c{clinician}", Request(plan == 0 ? [] : Surgeon, Free(busy)) with { Window = Week });
            })]);

    private static SlotRequest Only(string from, string to)
    {
        var (start, end) = (Local(from).InZone(WorkingCalendar.Zone), Local(to).InZone(WorkingCalendar.Zone));
        var hours = new WorkingHours([start.DayOfWeek], start.TimeOfDay, end.TimeOfDay, "Europe/London");
        return Request([], clinician: new FreeBusy.Known([], hours)) with { Window = Week };
    }
}
