using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>The first and the last start that a rule touches, to five minutes, on Wednesday 17 June and around it. A meeting takes twenty.</summary>
public sealed class SlotEdgesTests
{
    private static readonly SlotOptions Fine = new() { Resolution = Duration.FromMinutes(5), HostBufferAfter = Duration.Zero };

    [Theory]
    [InlineData(SlotParty.Clinician)]
    [InlineData(SlotParty.Host)]
    public void Buffers_OfEither_EndWhereTheEventBeginsAndBeginWhereItEnds(SlotParty party)
    {
        var (before, after) = (Duration.FromMinutes(15), Duration.FromMinutes(10));
        var options = party is SlotParty.Clinician
            ? Fine with { ClinicianBufferBefore = before, ClinicianBufferAfter = after }
            : Fine with { HostBufferBefore = before, HostBufferAfter = after };
        var calendar = Free(Busy("2026-06-17T11:00", "2026-06-17T12:00"), Busy("2026-06-17T15:00", "2026-06-17T15:00"));
        var request = (party is SlotParty.Clinician ? Request([], clinician: calendar) : Request([], host: calendar)) with { Options = options };
        Touched(request, SlotRule.CalendarBusy, party).ShouldBe(("10:45", "11:55"));
        // What lies in between is not too close to the event but on top of it.
        WednesdayStarts().Where(start => Rules(request, start).Contains((SlotRule.Buffer, party))).Select(Time).ShouldBe(["10:35", "10:40", "12:00", "12:05", "12:10"], "an event of no length keeps nothing free");
        var other = party is SlotParty.Clinician ? SlotParty.Host : SlotParty.Clinician;
        Touched(request, SlotRule.Buffer, other).ShouldBeNull();
        var only = request with { Options = party is SlotParty.Clinician ? Fine with { ClinicianBufferAfter = after } : Fine with { HostBufferAfter = after } };
        Touched(only, SlotRule.Buffer, party).ShouldBe(("10:35", "10:40"));
        only = request with { Options = party is SlotParty.Clinician ? Fine with { ClinicianBufferBefore = before } : Fine with { HostBufferBefore = before } };
        Touched(only, SlotRule.Buffer, party).ShouldBe(("12:00", "12:10"));
    }

    [Fact]
    public void Hours_WithinADayAndOverMidnight_EndWithTheMeetingInThem()
    {
        SlotRequest With(LocalTime from, LocalTime to, string zone = "Europe/London") => Request(
            [], new FreeBusy.Known([], new([IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday], from, to, zone)),
            new FreeBusy.Known([], new([.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], LocalTime.Midnight, LocalTime.Midnight, "Europe/London"))) with
        { Options = Fine };
        static string[] Open(SlotRequest request) => [.. WednesdayStarts().Where(start => Rules(request, start).Length == 0).Select(Time)];
        var day = Open(With(new(9, 0), new(17, 0)));
        (day[0], day[^1], day.Length).ShouldBe(("09:00", "16:40", 93));
        var paris = Open(With(new(9, 0), new(17, 0), "Europe/Paris"));
        (paris[0], paris[^1]).ShouldBe(("08:00", "15:40"));
        Open(With(new(9, 0), new(17, 0), "Nowhere/AtAll")).ShouldBe(day, "a zone that nobody knows is London's");
        var night = Open(With(new(22, 0), new(6, 0)));
        night.ShouldBe([.. WednesdayStarts().Select(Time).Where(t => string.CompareOrdinal(t, "05:40") <= 0 || string.CompareOrdinal(t, "22:00") >= 0)]);
        Open(With(new(6, 0), new(6, 0))).Length.ShouldBe(288, "from six on Tuesday until six on Thursday");
    }

    [Fact]
    public void Travel_ToWhereTheyMeet_IsLeftBeforeAndAfterClinicalWorkElsewhere()
    {
        var request = At("South", new JobPlanEntry(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), JobPlanActivity.Clinic, Site: "North"));
        Touched(request, SlotRule.DisplacesClinic, SlotParty.Clinician).ShouldBe(("09:45", "11:55"));
        WednesdayStarts().Where(start => Rules(request, start).Contains((SlotRule.Travel, SlotParty.Clinician))).Select(Time)
            .ShouldBe(["09:15", "09:20", "09:25", "09:30", "09:35", "09:40", "12:00", "12:05", "12:10", "12:15", "12:20", "12:25"]);
        foreach (var activity in (JobPlanActivity[])[JobPlanActivity.Spa, JobPlanActivity.Admin, JobPlanActivity.NonWorking])
            Touched(At("South", new JobPlanEntry(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), activity, Site: "North")), SlotRule.Travel, SlotParty.Clinician).ShouldBe(null, "only clinical work fixes where they are");
        foreach (var activity in (JobPlanActivity[])[JobPlanActivity.Theatre, JobPlanActivity.WardRound, JobPlanActivity.Mdt, JobPlanActivity.OnCall])
            Touched(At("South", new JobPlanEntry(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), activity, Site: "North")), SlotRule.Travel, SlotParty.Clinician).ShouldBe(("09:15", "12:25"));
        Touched(At("North", new JobPlanEntry(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), JobPlanActivity.Clinic, Site: "North")), SlotRule.Travel, SlotParty.Clinician).ShouldBeNull();
        Touched(At("South", new JobPlanEntry(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), JobPlanActivity.Clinic)), SlotRule.Travel, SlotParty.Clinician).ShouldBeNull();
        Touched(At(null, new JobPlanEntry(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), JobPlanActivity.Clinic, Site: "North")), SlotRule.Travel, SlotParty.Clinician).ShouldBeNull();
    }

    [Theory]
    [InlineData(30, "12:15", "12:25")]
    [InlineData(40, "12:05", "12:35")]
    [InlineData(45, "12:00", "12:40")]
    [InlineData(90, "12:00", "12:40")]
    [InlineData(20, null, null)]
    public void Travel_BetweenTwoSites_LeavesWhatIsBeforeTheyLeaveAndAfterTheyArrive(int minutes, string? first, string? last)
    {
        var request = At(
            null,
            new(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), JobPlanActivity.Clinic, Site: "North"),
            new(IsoDayOfWeek.Wednesday, new(13, 0), new(15, 0), JobPlanActivity.Clinic, Site: "South"));
        request = request with { Options = Fine with { Travel = [new("South", "North", Duration.FromMinutes(minutes))] } };
        Touched(request, SlotRule.Travel, SlotParty.Clinician).ShouldBe(first is null ? null : (first, last!));
        // Somewhere of a third name, both ways count.
        Touched(request with { Site = "East" }, SlotRule.Travel, SlotParty.Clinician).ShouldBe(("09:15", "15:25"));
    }

    [Fact]
    public void Travel_OfWorkThatOverlapsOrIsOfAnotherDay_TakesNothing()
    {
        Touched(
            At(
                null,
                new(IsoDayOfWeek.Wednesday, new(10, 0), new(12, 0), JobPlanActivity.Clinic, Site: "North"),
                new(IsoDayOfWeek.Wednesday, new(11, 0), new(15, 0), JobPlanActivity.Clinic, Site: "South")),
            SlotRule.Travel, SlotParty.Clinician).ShouldBeNull("nobody is in two places, so one of the two is wrong");
        Touched(
            At(
                null,
                new(IsoDayOfWeek.Tuesday, new(20, 0), new(8, 0), JobPlanActivity.OnCall, Site: "North"),
                new(IsoDayOfWeek.Wednesday, new(8, 45), new(15, 0), JobPlanActivity.Clinic, Site: "South")),
            SlotRule.Travel, SlotParty.Clinician).ShouldBeNull("they go home in between");
    }

    [Fact]
    public void Window_EndsWithTheMeetingInIt()
    {
        var request = Request([]) with { Options = Fine, Window = Span("2026-06-17T10:00", "2026-06-17T12:00") };
        bool IsOutside(string start) => Rules(request, Local(start)).Contains((SlotRule.OutsideWindow, SlotParty.Time));
        (IsOutside("2026-06-17T09:55"), IsOutside("2026-06-17T10:00"), IsOutside("2026-06-17T11:40"), IsOutside("2026-06-17T11:45"), IsOutside("2026-06-17T12:10")).ShouldBe((true, false, false, true, true));
    }

    [Fact]
    public void Notice_OfNoDays_IsNone()
    {
        SlotRules.EarliestUndisplaced(Request() with { Options = Fine with { NoticeWorkingDays = 0 } }).ShouldBe(Now);
        SlotRules.EarliestUndisplaced(Request() with { Options = Fine with { NoticeWorkingDays = 1 } }).ShouldBe(Local("2026-06-09T00:00"));
        SlotRules.EarliestUndisplaced(Request() with { NoticeFrom = Local("2026-06-05T16:00") }).ShouldBe(Local("2026-06-12T00:00"));
        SlotRules.EarliestDisplaced(Request() with { NoticeFrom = Local("2026-06-05T16:00") }).ShouldBe(Local("2026-07-17T00:00"));
    }

    [Fact]
    public void OnCall_AllRound_MakesTheNextDayADayAfterANight()
    {
        bool IsAfterNight(LocalTime from, LocalTime to) => Rules(
            At(null, new JobPlanEntry(IsoDayOfWeek.Tuesday, from, to, JobPlanActivity.OnCall)), Local("2026-06-17T16:00")).Contains((SlotRule.AfterNightOnCall, SlotParty.Clinician));
        IsAfterNight(new(8, 0), new(8, 0)).ShouldBeTrue();
        IsAfterNight(new(20, 0), new(8, 0)).ShouldBeTrue();
        IsAfterNight(new(8, 0), new(20, 0)).ShouldBeFalse();
    }

    [Fact]
    public void Displaced_ChosenOverTheDayOfNotice_IsRefusedUntilThen()
    {
        // Asked on Monday 8 June with a week's notice: Monday 15 June begins at midnight, in the middle of a ward round of the night.
        var always = new WorkingHours([.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], LocalTime.Midnight, LocalTime.Midnight, "Europe/London");
        var request = Request([new(IsoDayOfWeek.Sunday, new(23, 0), new(1, 0), JobPlanActivity.WardRound)], new FreeBusy.Known([], always), new FreeBusy.Known([], always)) with
        {
            Mode = SlotMode.Chosen,
            Options = Fine with { DisplacementNoticeWeeks = 1, NoticeWorkingDays = 0 },
        };
        Rules(request, Local("2026-06-14T23:55")).ShouldContain((SlotRule.DisplacementNotice, SlotParty.Clinician));
        Rules(request, Local("2026-06-15T00:00")).ShouldBeEmpty();
        SlotSearch.Price(request, Local("2026-06-15T00:50"))!.ClinicalMinutesAtRisk.ShouldBe(10, "ten of its twenty minutes are in the round");
        Rules(request with { Options = request.Options with { DisplacementNoticeWeeks = 0 } }, Local("2026-06-14T22:45")).ShouldBe([(SlotRule.NonWorkingDay, SlotParty.Clinician), (SlotRule.NonWorkingDay, SlotParty.Host)]);
    }

    [Fact]
    public void Cap_OfADay_CountsHoldsThatBeginOnItButNotOnesOwn()
    {
        var (ours, theirs) = (Span("2026-06-17T09:00", "2026-06-17T09:20"), Span("2026-06-17T23:50", "2026-06-18T00:10"));
        var request = Request([]) with { Options = Fine, Own = ours };
        bool IsFull(SlotRequest r, string day) => Rules(r, Local($"{day}T12:00")).Contains((SlotRule.DailyCap, SlotParty.Clinician));
        var one = request with { Clinician = request.Clinician with { Holds = [ours] } };
        IsFull(one, "2026-06-17").ShouldBeFalse();
        IsFull(one with { Own = Span("2026-06-17T09:00", "2026-06-17T09:25") }, "2026-06-17").ShouldBeTrue();
        IsFull(one with { Own = Span("2026-06-17T08:55", "2026-06-17T09:20") }, "2026-06-17").ShouldBeTrue();
        IsFull(one with { Own = null }, "2026-06-17").ShouldBeTrue();
        IsFull(one with { Clinician = one.Clinician with { Holds = [ours, ours] } }, "2026-06-17").ShouldBeTrue("the second at the same time is another's");
        var late = request with { Clinician = request.Clinician with { Holds = [theirs] } };
        IsFull(late, "2026-06-17").ShouldBeTrue();
        IsFull(late, "2026-06-18").ShouldBeFalse();
        IsFull(late with { Options = Fine with { ClinicianMeetingsPerDay = 2 } }, "2026-06-17").ShouldBeFalse();
    }

    [Fact]
    public void Risk_OfWhatFollows_GoesByTheGapToTheNextWorkThatHasNotEnded()
    {
        var request = Request(
            [
                new(IsoDayOfWeek.Wednesday, new(9, 0), new(10, 0), JobPlanActivity.Clinic),
                new(IsoDayOfWeek.Wednesday, new(11, 0), new(12, 0), JobPlanActivity.WardRound),
                new(IsoDayOfWeek.Wednesday, new(11, 30), new(12, 30), JobPlanActivity.Mdt),
                new(IsoDayOfWeek.Wednesday, new(14, 0), new(15, 0), JobPlanActivity.Spa),
            ]) with
        { Options = Fine };
        int Risk(string start, SlotRequest? other = null) => SlotSearch.Price(other ?? request, Local($"2026-06-17T{start}")).ShouldNotBeNull().ClinicalMinutesAtRisk;
        Risk("10:00").ShouldBe(0);
        (Risk("10:25"), Risk("10:30"), Risk("10:35"), Risk("10:40")).ShouldBe((0, 1, 2, 4));
        Risk("12:30").ShouldBe(0, "what is over does not follow");
        Risk("13:40").ShouldBe(0, "SPA time can be run into");
        var busy = Request([], Free(Busy("2026-06-17T11:00", "2026-06-17T12:00"))) with { Options = Fine };
        (Risk("10:25", busy), Risk("10:30", busy), Risk("10:35", busy), Risk("10:40", busy), Risk("12:00", busy)).ShouldBe((0, 1, 2, 3, 0), "three quarters of it, rounded up");
        SlotSearch.Price(request, Local("2026-06-17T10:35"))!.Reason.ShouldEndWith("Clinical work follows 5 minutes after it.");
        SlotSearch.Price(busy, Local("2026-06-17T10:40"))!.Reason.ShouldEndWith("Something in your calendar follows straight after it.");
        SlotSearch.Price(busy, Local("2026-06-17T10:25"))!.Reason.ShouldNotContain("follows");
    }

    [Fact]
    public void Risk_OfWhatIsDisplaced_CountsEachMinuteOnce()
    {
        var grid = Enumerable.Repeat(GoodTime.Unsaid, 10).ToArray();
        grid[4] = GoodTime.Clinic;
        // A clinic and an MDT overlap, and the whole morning was called clinic.
        var request = Request([new(IsoDayOfWeek.Wednesday, new(10, 0), new(14, 0), JobPlanActivity.Clinic), new(IsoDayOfWeek.Wednesday, new(13, 30), new(15, 0), JobPlanActivity.Mdt)])
            with
        { Options = Fine with { DisplacementNoticeWeeks = 0 }, Mode = SlotMode.Chosen };
        request = request with { Clinician = request.Clinician with { GoodTimes = new(grid) } };
        Slot At(string start) => SlotSearch.Price(request, Local($"2026-06-17T{start}")).ShouldNotBeNull();
        At("10:00").ClinicalMinutesAtRisk.ShouldBe(24, "twenty displaced, four that it may run over");
        At("13:45").ClinicalMinutesAtRisk.ShouldBe(24);
        At("14:50").ClinicalMinutesAtRisk.ShouldBe(10);
        At("15:00").ClinicalMinutesAtRisk.ShouldBe(0);
        At("10:00").Cost.GoodTimesRank.ShouldBe(2);
        At("13:00").Cost.GoodTimesRank.ShouldBe(1);
        grid[5] = GoodTime.Clinic;
        At("12:50").Cost.GoodTimesRank.ShouldBe(2, "both half-days were called clinic");
        grid[5] = GoodTime.Unsaid;
        At("10:00").Reason.ShouldBe("Displaces 20 minutes of your clinic, with 0 weeks’ notice. Clinical work follows straight after it.");
        At("14:50").Reason.ShouldBe("Displaces 10 minutes of your multidisciplinary team meeting, with 0 weeks’ notice.");
        At("09:00").Reason.ShouldStartWith("Displaces 20 minutes of your clinic");
    }

    [Fact]
    public void BrokenUp_IsTheShorterRestOfTheFreeTimeAroundIt()
    {
        // Free from 10:00 to 16:00, but for half an hour at 13:00; SPA does not take anything.
        var request = Request(
            [new(IsoDayOfWeek.Wednesday, new(9, 0), new(10, 0), JobPlanActivity.Clinic), new(IsoDayOfWeek.Wednesday, new(14, 0), new(15, 0), JobPlanActivity.Spa)],
            Free(Busy("2026-06-17T13:00", "2026-06-17T13:30"), Busy("2026-06-17T16:00", "2026-06-17T16:30", BusyStatus.OutOfOffice), Busy("2026-06-17T11:00", "2026-06-17T12:00", BusyStatus.Free))) with
        { Options = Fine with { CalmStep = Duration.FromMinutes(5) } };
        int Broken(string start, SlotRequest? other = null) => SlotSearch.Price(other ?? request, Local($"2026-06-17T{start}")).ShouldNotBeNull().Cost.BrokenUp;
        (Broken("10:00"), Broken("10:05"), Broken("11:00"), Broken("12:40"), Broken("12:35")).ShouldBe((0, 1, 12, 0, 1));
        (Broken("13:30"), Broken("14:00"), Broken("15:30"), Broken("15:40")).ShouldBe((0, 6, 2, 0));
        (Broken("16:30"), Broken("16:40")).ShouldBe((0, 0), "the day ends at five");
        var always = new WorkingHours([.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], LocalTime.Midnight, LocalTime.Midnight, "Europe/London");
        var open = Request([], new FreeBusy.Known([], always), new FreeBusy.Known([], always)) with { Options = request.Options };
        (Broken("00:00", open), Broken("12:00", open), Broken("23:30", open), Broken("23:40", open)).ShouldBe((0, 140, 2, 0), "until the next midnight");
        var away = Request([], new FreeBusy.NotKept()) with { Options = request.Options };
        away = away with { Clinician = away.Clinician with { GoodTimes = new([.. Enumerable.Repeat(GoodTime.Fine, 10)]) } };
        Broken("09:30", away).ShouldBe(6, "the usual hours, where no calendar has any");
    }

    [Fact]
    public void HostBusy_CountsTheTimeThatIsTakenOnThatDayOnce()
    {
        var (ours, hold) = (Busy("2026-06-17T09:00", "2026-06-17T09:30"), Span("2026-06-17T10:00", "2026-06-17T11:00"));
        var request = Request([], host: Free(
            ours, Busy("2026-06-17T10:30", "2026-06-17T11:30"), Busy("2026-06-17T11:30", "2026-06-17T12:00", BusyStatus.Tentative),
            Busy("2026-06-17T15:00", "2026-06-17T16:00", BusyStatus.WorkingElsewhere), Busy("2026-06-16T23:00", "2026-06-17T01:00"), Busy("2026-06-17T23:30", "2026-06-18T02:00"),
            Busy("2026-06-17T14:00", "2026-06-17T14:00"))) with
        { Options = Fine with { CalmStep = Duration.FromMinutes(5) } };
        request = request with { Host = request.Host with { Holds = [hold] } };
        int Busyness(SlotRequest r) => SlotSearch.Price(r, Local("2026-06-17T14:00")).ShouldNotBeNull().Cost.HostBusy;
        Busyness(request).ShouldBe((30 + 120 + 60 + 30) / 5);
        Busyness(request with { Own = new(ours.Start, ours.End) }).ShouldBe((120 + 60 + 30) / 5);
        Busyness(request with { Own = hold }).ShouldBe((30 + 90 + 60 + 30) / 5);
        Busyness(request with { Options = Fine }).ShouldBe(8);
        Busyness(request with { Options = Fine with { CalmStep = Duration.FromMinutes(7) } }).ShouldBe(34, "what is less than a step is none");
    }

    private static SlotRequest At(string? site, params JobPlanEntry[] plan) => Request(plan) with { Options = Fine, Site = site };

    private static IEnumerable<Instant> WednesdayStarts() =>
        Enumerable.Range(0, 288).Select(i => Local("2026-06-17T00:00") + Duration.FromMinutes(5 * i));

    private static (SlotRule, SlotParty)[] Rules(SlotRequest request, Instant start) => [.. SlotSearch.WhyNot(request, start).Select(r => (r.Rule, r.Party))];

    private static (string First, string Last)? Touched(SlotRequest request, SlotRule rule, SlotParty party)
    {
        string[] touched = [.. WednesdayStarts().Where(start => Rules(request, start).Contains((rule, party))).Select(Time)];
        return touched.Length == 0 ? null : (touched[0], touched[^1]);
    }

    private static string Time(Instant start)
    {
        var time = start.InZone(WorkingCalendar.Zone).TimeOfDay;
        return $"{time.Hour:00}:{time.Minute:00}";
    }
}
