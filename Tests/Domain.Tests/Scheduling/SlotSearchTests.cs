using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class SlotSearchTests
{
    [Fact]
    public void Find_SpaOnWednesday_SaysThatNothingIsDisplaced()
    {
        var slot = Found(Request()).Single(s => s.Start == Local("2026-06-17T10:00"));
        slot.Reason.ShouldBe("No clinic or list is displaced; uses 20 minutes of SPA time.");
        slot.ClinicalMinutesAtRisk.ShouldBe(0);
    }

    [Fact]
    public void Find_OverSpaAndAdmin_NamesBoth() =>
        Found(Request()).Single(s => s.Start == Local("2026-06-17T11:45")).Reason
            .ShouldBe("No clinic or list is displaced; uses 15 minutes of SPA time and 5 minutes of admin time.");

    [Fact]
    public void Find_JustBeforeAnMdt_CountsTheMinutesThatItMayRunOver()
    {
        var slots = Found(Request() with { Duration = Duration.FromMinutes(30) });
        var before = slots.Single(s => s.Start == Local("2026-06-17T13:30"));
        before.ClinicalMinutesAtRisk.ShouldBe(4);
        before.Reason.ShouldBe("No clinic or list is displaced; nothing in your job plan is planned then. Clinical work follows straight after it.");
        slots.Single(s => s.Start == Local("2026-06-17T13:15")).ClinicalMinutesAtRisk.ShouldBe(0);
    }

    [Fact]
    public void Find_WithoutCalendars_GoesByJobPlanAlone()
    {
        var request = Request(clinician: new FreeBusy.NotKept());
        request = request with { Host = request.Host with { FreeBusy = new FreeBusy.NotKept() } };

        var slot = Found(request).Single(s => s.Start == Local("2026-06-17T10:00"));
        slot.Reason.ShouldBe("No clinic or list is displaced; uses 20 minutes of SPA time. We do not see your calendar, so please check that you are free.");
        Rules(request, "2026-06-16T10:00").ShouldBe([(SlotRule.Theatre, SlotParty.Clinician)]);
    }

    [Fact]
    public void Find_WithoutCalendarOrJobPlan_GoesByTheGoodTimesGridAlone()
    {
        var fine = Enumerable.Range(0, 10).Select(h => h == 4 ? GoodTime.Fine : GoodTime.Never).ToArray();
        var request = Request(clinician: new FreeBusy.NotKept());
        request = request with { Clinician = request.Clinician with { JobPlan = [], GoodTimes = new GoodTimesGrid(fine) } };

        Found(request).Select(s => WorkingCalendar.DateOf(s.Start).DayOfWeek).Distinct().ShouldBe([IsoDayOfWeek.Wednesday]);
    }

    [Fact]
    public void Find_OneHalfDayOfTheGrid_IsSomethingKnown()
    {
        var one = Enumerable.Range(0, 10).Select(h => h == 4 ? GoodTime.Fine : GoodTime.Unsaid).ToArray();
        var request = Request([], clinician: new FreeBusy.NotKept());
        Found(request with { Clinician = request.Clinician with { GoodTimes = new(one) } })[0].Start.ShouldBe(Local("2026-06-17T09:00"));
    }

    [Fact]
    public void IsFor_AQuietPeriodOfASpecialty_IsForItsCliniciansAlone()
    {
        var (all, surgery) = (new QuietPeriod(new(2026, 6, 17), new(2026, 6, 17), "exams"), new QuietPeriod(new(2026, 6, 17), new(2026, 6, 17), "exams", "Surgery"));
        all.IsFor("Surgery").ShouldBeTrue();
        all.IsFor(null).ShouldBeTrue();
        surgery.IsFor(" surgery ").ShouldBeTrue();
        surgery.IsFor("Medicine").ShouldBeFalse();
        surgery.IsFor(null).ShouldBeFalse();
    }

    [Fact]
    public void Find_NothingKnownOfSomebody_IsUnknownAndNeverFree()
    {
        var request = Request(clinician: new FreeBusy.NotKept());
        request = request with { Clinician = request.Clinician with { JobPlan = [], GoodTimes = GoodTimesGrid.Empty } };

        SlotSearch.Find(request).ShouldBeOfType<SlotSearchResult.CalendarUnknown>().Who.ShouldBe([SlotParty.Clinician]);
    }

    [Fact]
    public void Find_Best_IsInTheFirstWeekAfterNoticeAndLeavesTheDayWhole()
    {
        var best = Found(Request())[0];
        best.ClinicalMinutesAtRisk.ShouldBe(0);
        best.Cost.Later.ShouldBe(1);
        best.Cost.BrokenUp.ShouldBe(0);
    }

    [Theory]
    [InlineData("2026-06-15T09:00", SlotRule.DisplacesClinic, "You have a clinic then.")]
    [InlineData("2026-06-15T12:15", SlotRule.DisplacesClinic, "You have a clinic then.")]
    [InlineData("2026-06-16T10:00", SlotRule.Theatre, "You have a theatre list then.")]
    [InlineData("2026-06-18T10:00", SlotRule.DisplacesWardRound, "You have a ward round then.")]
    [InlineData("2026-06-17T14:00", SlotRule.DisplacesMdt, "You have a multidisciplinary team meeting then.")]
    public void WhyNot_ClinicalWork_IsNamed(string start, SlotRule rule, string words) =>
        SlotSearch.WhyNot(Request(), Local(start)).ShouldBe([new(rule, SlotParty.Clinician, words)]);

    [Fact]
    public void WhyNot_MondayAfternoonBeforeFiveWorkingDays_IsNotice()
    {
        Rules(Request(), "2026-06-12T15:00").ShouldBe([(SlotRule.Notice, SlotParty.Time)]);
        Rules(Request(), "2026-06-15T15:00").ShouldBeEmpty();
    }

    [Fact]
    public void WhyNot_NoticeOverABankHoliday_IsOfTheCliniciansNation()
    {
        var english = Request() with { Now = Local("2026-04-01T10:00"), Window = Span("2026-04-01T10:00", "2026-04-20T00:00") };
        var scottish = english with { Clinician = english.Clinician with { Nation = Nation.Scotland } };
        Rules(english, "2026-04-09T15:00").ShouldBe([(SlotRule.Notice, SlotParty.Time)]);
        Rules(scottish, "2026-04-09T15:00").ShouldBeEmpty();
        Rules(scottish, "2026-04-06T15:00").ShouldBe([(SlotRule.BankHoliday, SlotParty.Host), (SlotRule.Notice, SlotParty.Time)]);
    }

    [Fact]
    public void WhyNot_OnCallOverNight_ExcludesTheNextDayToo()
    {
        var request = Request([new(IsoDayOfWeek.Wednesday, new(16, 0), new(8, 0), JobPlanActivity.OnCall)]);
        SlotSearch.WhyNot(request, Local("2026-06-17T15:45")).Single().Words.ShouldBe("You are on call that day.");
        SlotSearch.WhyNot(request, Local("2026-06-18T15:00")).Single().Words.ShouldBe("It is the day after a night on call.");
        Rules(request, "2026-06-17T15:30").ShouldBeEmpty();
        Rules(request, "2026-06-19T09:00").ShouldBeEmpty();
    }

    [Fact]
    public void WhyNot_OddWeeks_LeavesEvenWeeksOpen()
    {
        var request = Request([new(IsoDayOfWeek.Friday, new(9, 0), new(17, 0), JobPlanActivity.Theatre, JobPlanWeeks.Odd)]);
        Rules(request, "2026-06-19T10:00").ShouldBe([(SlotRule.Theatre, SlotParty.Clinician)], "ISO week 25");
        Rules(request, "2026-06-26T10:00").ShouldBeEmpty("ISO week 26");
    }

    [Fact]
    public void WhyNot_ChosenClinic_NeedsSixWeeks()
    {
        var request = Request() with { Mode = SlotMode.Chosen };
        Rules(request, "2026-07-13T10:00").ShouldBe([(SlotRule.DisplacementNotice, SlotParty.Clinician)]);
        SlotSearch.WhyNot(request, Local("2026-07-13T10:00")).Single().Words.ShouldBe("You have a clinic then; moving patients needs 6 weeks’ notice.");
        var slot = SlotSearch.Price(request, Local("2026-07-20T10:00")).ShouldNotBeNull();
        slot.ClinicalMinutesAtRisk.ShouldBe(24, "20 displaced, and the rest of the clinic follows");
        slot.Reason.ShouldStartWith("Displaces 20 minutes of your clinic, with 6 weeks’ notice.");
    }

    [Fact]
    public void WhyNot_ChosenTheatre_IsStillNever() =>
        Rules(Request() with { Mode = SlotMode.Chosen }, "2026-07-28T10:00").ShouldBe([(SlotRule.Theatre, SlotParty.Clinician)]);

    [Fact]
    public void WhyNot_ChosenClinicWithBusyCalendar_IsNever() =>
        Rules(Request(clinician: Free(Busy("2026-07-27T09:00", "2026-07-27T12:30"))) with { Mode = SlotMode.Chosen }, "2026-07-27T10:00")
            .ShouldBe([(SlotRule.CalendarBusy, SlotParty.Clinician)]);

    [Theory]
    [InlineData(BusyStatus.Busy, SlotRule.CalendarBusy)]
    [InlineData(BusyStatus.OutOfOffice, SlotRule.CalendarOutOfOffice)]
    [InlineData(BusyStatus.Tentative, SlotRule.CalendarTentative)]
    [InlineData(BusyStatus.Free, null)]
    [InlineData(BusyStatus.WorkingElsewhere, null)]
    public void WhyNot_CalendarStatus_ExcludesWhatIsTaken(BusyStatus status, SlotRule? rule)
    {
        (SlotRule, SlotParty)[] expected = rule is { } r ? [(r, SlotParty.Clinician)] : [];
        Rules(Request(clinician: Free(Busy("2026-06-17T10:00", "2026-06-17T10:30", status))), "2026-06-17T10:15").ShouldBe(expected);
    }

    [Fact]
    public void WhyNot_TentativeBySetting_IsOffered()
    {
        var request = Request(clinician: Free(Busy("2026-06-17T10:00", "2026-06-17T10:30", BusyStatus.Tentative)));
        Rules(request with { Options = new() { OfferTentative = true } }, "2026-06-17T10:00").ShouldBeEmpty();
    }

    [Fact]
    public void WhyNot_HostBuffer_IsKeptFreeAndNotPartOfTheMeeting()
    {
        var request = Request(host: Free(Busy("2026-06-17T10:30", "2026-06-17T11:00")));
        Rules(request, "2026-06-17T10:00").ShouldBeEmpty("it ends ten minutes before");
        Rules(request with { Duration = Duration.FromMinutes(25) }, "2026-06-17T10:00").ShouldBe([(SlotRule.Buffer, SlotParty.Host)]);
        Rules(request with { Duration = Duration.FromMinutes(35) }, "2026-06-17T10:00").ShouldBe([(SlotRule.CalendarBusy, SlotParty.Host)]);
        Found(request).ShouldAllBe(s => s.Duration == Duration.FromMinutes(20));
        Rules(request with { Options = new() { HostBufferBefore = Duration.FromMinutes(16) } }, "2026-06-17T11:15").ShouldBe([(SlotRule.Buffer, SlotParty.Host)]);
        Rules(request with { Options = new() { HostBufferBefore = Duration.FromMinutes(15) } }, "2026-06-17T11:15").ShouldBeEmpty();
    }

    [Fact]
    public void Find_UnreadableClinician_IsUnknownNeitherFreeNorBusy()
    {
        var request = Request(clinician: new FreeBusy.Unknown("the mailbox is not here"));
        var result = SlotSearch.Find(request).ShouldBeOfType<SlotSearchResult.CalendarUnknown>();
        result.Who.ShouldBe([SlotParty.Clinician]);
        result.Unchecked[0].Reason.ShouldEndWith("We could not read your calendar, so please check that you are free.");
        result.Unchecked.ShouldNotContain(s => s.Start == Local("2026-06-15T09:00"), "the job plan still has a clinic");
        Rules(request, "2026-06-17T10:00").ShouldBe([(SlotRule.CalendarUnknown, SlotParty.Clinician)]);
        SlotSearch.Find(request with { Host = request.Clinician }).ShouldBeOfType<SlotSearchResult.CalendarUnknown>()
            .Who.ShouldBe([SlotParty.Clinician, SlotParty.Host]);
    }

    [Fact]
    public void Find_NothingAllowed_CountsTheRules()
    {
        var request = Request() with { Window = Span("2026-06-16T09:00", "2026-06-16T11:00") };
        var none = SlotSearch.Find(request).ShouldBeOfType<SlotSearchResult.NoneInWindow>();
        none.Starts.ShouldBe(7);
        none.Excluded.ShouldBe([new(SlotRule.Theatre, SlotParty.Clinician, 7, 7)]);
    }

    [Fact]
    public void WhyNot_HeldByAnotherProject_IsSaidOfEach()
    {
        var hold = Span("2026-06-17T10:00", "2026-06-17T10:20");
        var request = Request();
        Rules(request with { Host = request.Host with { Holds = [hold] } }, "2026-06-17T10:15").ShouldBe([(SlotRule.Held, SlotParty.Host)]);
        Rules(request with { Clinician = request.Clinician with { Holds = [hold] } }, "2026-06-17T10:15")
            .ShouldBe([(SlotRule.Held, SlotParty.Clinician), (SlotRule.DailyCap, SlotParty.Clinician)]);
    }

    [Fact]
    public void WhyNot_OwnMeeting_IsSubtractedOnce()
    {
        var hold = Span("2026-06-17T10:00", "2026-06-17T10:20");
        var ours = Busy("2026-06-17T10:00", "2026-06-17T10:20");
        var request = Request(clinician: Free(ours), host: Free(ours)) with { Own = hold };
        request = request with { Host = request.Host with { Holds = [hold] }, Clinician = request.Clinician with { Holds = [hold] } };
        Rules(request, "2026-06-17T10:00").ShouldBeEmpty();
        Rules(request with { Clinician = request.Clinician with { FreeBusy = Free(ours, ours) } }, "2026-06-17T10:00")
            .ShouldBe([(SlotRule.CalendarBusy, SlotParty.Clinician)], "a second event at the very same time is somebody else's");
        Rules(request with { Own = Span("2026-06-17T10:00", "2026-06-17T10:30") }, "2026-06-17T10:00").ShouldNotBeEmpty();
    }

    [Fact]
    public void WhyNot_CapOfTheHost_ClosesTheDay()
    {
        var request = Request();
        request = request with
        {
            Options = new() { HostMeetingsPerDay = 2 },
            Host = request.Host with { Holds = [Span("2026-06-17T09:00", "2026-06-17T09:20"), Span("2026-06-17T15:00", "2026-06-17T15:20")] },
        };
        Rules(request, "2026-06-17T11:00").ShouldBe([(SlotRule.DailyCap, SlotParty.Host)]);
        Rules(request, "2026-06-18T15:00").ShouldBeEmpty();
    }

    [Fact]
    public void WhyNot_LeaveQuietPeriodsAndHours_AreNamed()
    {
        var request = Request();
        request = request with
        {
            Clinician = request.Clinician with
            {
                Leave = [new(new(2026, 6, 17), new(2026, 6, 18))],
                FreeBusy = new FreeBusy.Known([], new([IsoDayOfWeek.Wednesday, IsoDayOfWeek.Friday], new(8, 0), new(16, 0), "Europe/London")),
            },
            QuietPeriods = [new(new(2026, 6, 19), new(2026, 6, 19), "examinations")],
        };
        Rules(request, "2026-06-17T10:00").ShouldBe([(SlotRule.Leave, SlotParty.Clinician)]);
        SlotSearch.WhyNot(request, Local("2026-06-19T10:00")).Single().ShouldBe(new(SlotRule.QuietPeriod, SlotParty.Time, "It is in a quiet period: examinations."));
        Rules(request, "2026-06-24T08:00").ShouldBe([(SlotRule.OutsideWorkingHours, SlotParty.Host)]);
        Rules(request, "2026-06-24T15:45").ShouldBe([(SlotRule.OutsideWorkingHours, SlotParty.Clinician)]);
        Rules(request, "2026-06-25T15:00").ShouldBe([(SlotRule.OutsideWorkingHours, SlotParty.Clinician)]);
    }

    [Fact]
    public void Find_GoodTimes_DecideAmongEqualMinutes()
    {
        var grid = Enumerable.Repeat(GoodTime.Unsaid, 10).ToArray();
        grid[9] = GoodTime.Fine;
        grid[8] = GoodTime.Never;
        grid[7] = GoodTime.Clinic;
        grid[1] = GoodTime.Theatre;
        var request = Request();
        request = request with { Clinician = request.Clinician with { GoodTimes = new(grid) } };
        var best = Found(request)[0];
        best.Start.InZone(WorkingCalendar.Zone).DayOfWeek.ShouldBe(IsoDayOfWeek.Friday);
        best.Reason.ShouldEndWith("You said that half-day suits you.");
        Rules(request, "2026-06-19T12:45").ShouldBe([(SlotRule.GoodTimesNever, SlotParty.Clinician)], "it begins in the morning");
        Rules(request, "2026-06-18T14:00").ShouldBe([(SlotRule.GoodTimesClinic, SlotParty.Clinician)]);
        Rules(request, "2026-06-15T14:00").ShouldBe([(SlotRule.GoodTimesTheatre, SlotParty.Clinician)]);
        var chosen = SlotSearch.Price(request with { Mode = SlotMode.Chosen }, Local("2026-07-23T14:00")).ShouldNotBeNull();
        chosen.Cost.GoodTimesRank.ShouldBe(2);
        chosen.ClinicalMinutesAtRisk.ShouldBe(20);
    }

    [Fact]
    public void WhyNot_TwoSites_LeavesTimeToTravel()
    {
        var request = Request(
        [
            new(IsoDayOfWeek.Friday, new(9, 0), new(12, 0), JobPlanActivity.Clinic, Site: "North"),
            new(IsoDayOfWeek.Friday, new(13, 0), new(17, 0), JobPlanActivity.Clinic, Site: "South"),
        ]);
        Rules(request, "2026-06-19T12:00").ShouldBeEmpty("by telephone before they leave");
        Rules(request, "2026-06-19T12:15").ShouldBe([(SlotRule.Travel, SlotParty.Clinician)]);
        Rules(request, "2026-06-19T12:30").ShouldBeEmpty("by telephone after they have arrived");
        var longer = request with { Options = new() { Travel = [new("South", "North", Duration.FromMinutes(45))] } };
        Rules(longer, "2026-06-19T12:00").ShouldBe([(SlotRule.Travel, SlotParty.Clinician)]);
        var north = request with { Site = "North" };
        Rules(north, "2026-06-19T12:00").ShouldBeEmpty();
        Rules(north, "2026-06-19T12:15").ShouldBe([(SlotRule.Travel, SlotParty.Clinician)]);
        Rules(request with { Site = "East" }, "2026-06-19T12:15").ShouldBe([(SlotRule.Travel, SlotParty.Clinician)]);
    }

    [Fact]
    public void Find_WithoutJobPlan_TakesAShareOfWhatFollowsAsClinical()
    {
        var request = Request([], clinician: Free(Busy("2026-06-17T11:00", "2026-06-17T12:00"))) with { Duration = Duration.FromMinutes(15) };
        var slot = SlotSearch.Price(request, Local("2026-06-17T10:45")).ShouldNotBeNull();
        slot.ClinicalMinutesAtRisk.ShouldBe(3);
        slot.Reason.ShouldBe("The time is free in your calendar; we have no job plan of yours. Something in your calendar follows straight after it.");
    }

    [Fact]
    public void WhyNot_ClocksGoBack_ExcludesTheHourThatComesTwice()
    {
        var always = new WorkingHours([.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], LocalTime.Midnight, LocalTime.Midnight, "Europe/London");
        var diary = new Diary { FreeBusy = new FreeBusy.Known([], always) };
        var request = new SlotRequest
        {
            Now = Local("2026-10-01T10:00"),
            Window = new(Instant.FromUtc(2026, 10, 24, 22, 0), Instant.FromUtc(2026, 10, 25, 6, 0)),
            Clinician = diary,
            Host = diary,
        };
        bool Twice(int hour, int minute) => SlotSearch.WhyNot(request, Instant.FromUtc(2026, 10, 25, hour, minute)).Any(r => r.Rule == SlotRule.ClockChange);
        Twice(0, 0).ShouldBeTrue("01:00 for the first time");
        Twice(1, 45).ShouldBeTrue("01:45 for the second time");
        Twice(2, 0).ShouldBeFalse("02:00, once");
        SlotSearch.WhyNot(request, Instant.FromUtc(2026, 10, 25, 0, 0)).ShouldContain(new SlotRefusal(SlotRule.ClockChange, SlotParty.Time, "The clocks go back in that hour, so its time has two meanings."));
        SlotSearch.WhyNot(request, Instant.FromUtc(2026, 10, 24, 23, 45)).ShouldContain(r => r.Rule == SlotRule.ClockChange, "it ends in the hour that comes twice");
        SlotSearch.WhyNot(request, Instant.FromUtc(2026, 10, 24, 23, 30)).ShouldNotContain(r => r.Rule == SlotRule.ClockChange);
        var spring = request with { Now = Local("2026-03-01T10:00"), Window = new(Instant.FromUtc(2026, 3, 28, 20, 0), Instant.FromUtc(2026, 3, 29, 6, 0)), Duration = Duration.FromHours(4) };
        for (var start = spring.Window.Start; start + spring.Duration <= spring.Window.End; start += spring.Options.Resolution)
            SlotSearch.WhyNot(spring, start).ShouldNotContain(r => r.Rule == SlotRule.ClockChange, "no hour comes twice in March");
    }

    [Theory]
    [InlineData("2026-03-26T10:00", "2026-04-20T00:00", "2026-04-08T10:00")]
    [InlineData("2026-10-15T10:00", "2026-11-20T00:00", "2026-10-28T10:00")]
    public void Find_OverAClockChange_KeepsLocalTimes(string now, string until, string wednesday)
    {
        var request = Request() with { Now = Local(now), Window = Span(now, until) };
        var slots = Found(request);
        slots.Single(s => s.Start == Local(wednesday)).Reason.ShouldBe("No clinic or list is displaced; uses 20 minutes of SPA time.");
        slots.ShouldAllBe(s => s.Start.InZone(WorkingCalendar.Zone).Hour >= 9 && s.End.InZone(WorkingCalendar.Zone).TimeOfDay <= new LocalTime(17, 0));
    }

    [Fact]
    public void Find_PastTheKnownBankHolidays_SaysSo()
    {
        var request = Request() with { Now = Local("2029-01-08T10:00"), Window = Span("2029-01-08T10:00", "2029-01-31T00:00") };
        Found(request)[0].Reason.ShouldEndWith("The bank holidays of that year are not published yet.");
    }

    [Fact]
    public void PickThree_OfAWeek_TakesThreeDays()
    {
        var picked = SlotSearch.PickThree(Found(Request()));
        picked.Count.ShouldBe(3);
        picked[0].ShouldBe(Found(Request())[0]);
        picked.Select(p => WorkingCalendar.DateOf(p.Start)).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void PickThree_OneDayOnly_TakesItsHalves()
    {
        var slots = Found(Request([]) with { Window = Span("2026-06-17T09:00", "2026-06-17T17:00") });
        var picked = SlotSearch.PickThree(slots);
        picked.Count.ShouldBe(2);
        picked.Select(p => p.Start.InZone(WorkingCalendar.Zone).Hour < 13).Distinct().Count().ShouldBe(2);
        SlotSearch.PickThree([]).ShouldBeEmpty();
    }

    [Fact]
    public void PickThree_CostlierOtherDay_IsNotTakenForItsDay()
    {
        Slot At(string start, int minutes) => new(Local(start), Duration.FromMinutes(20), new(minutes, 1, 0, 0, 0), "");
        SlotSearch.PickThree([At("2026-06-17T10:00", 0), At("2026-06-17T15:00", 0), At("2026-06-18T10:00", 2)])
            .Select(s => s.Start).ShouldBe([Local("2026-06-17T10:00"), Local("2026-06-17T15:00"), Local("2026-06-18T10:00")]);
    }

    [Fact]
    public void PickThree_EitherSideOfOne_NeverOffersTwoTimesOnTopOfEachOther()
    {
        Slot At(string start) => new(Local(start), Duration.FromMinutes(20), new(0, 1, 0, 0, 0), "");
        SlotSearch.PickThree([At("2026-06-17T12:45"), At("2026-06-17T13:00"), At("2026-06-17T13:05")])
            .Select(s => s.Start).ShouldBe([Local("2026-06-17T12:45"), Local("2026-06-17T13:05")]);
    }

    [Fact]
    public void Find_BadRequests_AreRefused()
    {
        Should.Throw<ArgumentException>(() => SlotSearch.Find(Request() with { Duration = Duration.FromMinutes(4) }));
        Should.Throw<ArgumentException>(() => SlotSearch.Find(Request() with { Window = new(Now, Now + Duration.FromDays(200)) }));
        Should.Throw<ArgumentException>(() => SlotSearch.Find(Request() with { Options = new() { Resolution = Duration.FromMinutes(7) } }));
        Should.Throw<ArgumentException>(() => SlotSearch.Find(Request() with { Options = new() { HostBufferAfter = Duration.FromHours(5) } }));
    }
}
