using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>The numbers behind the order of times, and the ranges they may be set to.</summary>
public sealed class SlotNumbersTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 2)]
    [InlineData(9, 2)]
    [InlineData(10, 1)]
    [InlineData(14, 1)]
    [InlineData(15, 0)]
    [InlineData(500, 0)]
    public void OverrunMinutes_OfAGap_AreTheTables(int gap, int minutes) => SlotOptions.Default.OverrunMinutes(Duration.FromMinutes(gap)).ShouldBe(minutes);

    [Fact]
    public void TravelBetween_Sites_IsTheSameBothWaysAndHalfAnHourUnlessSet()
    {
        var options = new SlotOptions { Travel = [new("North", "South", Duration.FromMinutes(75))] };
        options.TravelBetween("North", "South").ShouldBe(Duration.FromMinutes(75));
        options.TravelBetween("South", "North").ShouldBe(Duration.FromMinutes(75));
        options.TravelBetween("North", "East").ShouldBe(Duration.FromMinutes(30));
        options.TravelBetween("East", "South").ShouldBe(Duration.FromMinutes(30));
        options.TravelBetween("North", "North").ShouldBe(Duration.Zero);
        options.TravelBetween(null, "North").ShouldBe(Duration.Zero);
        options.TravelBetween("North", null).ShouldBe(Duration.Zero);
    }

    [Fact]
    public void Options_InTheirRanges_AreTakenAndOthersRefused()
    {
        void Fine(SlotOptions options) => SlotSearch.Find(Request() with { Options = options });
        void Refused(SlotOptions options) => Should.Throw<ArgumentException>(() => SlotSearch.Find(Request() with { Options = options })).Message.Length.ShouldBeGreaterThan(20);
        foreach (var minutes in new[] { 5, 6, 10, 12, 15, 20, 30, 60 })
            Fine(new() { Resolution = Duration.FromMinutes(minutes) });
        foreach (var minutes in new[] { 0, 4, 7, 45, 61, 120 })
            Refused(new() { Resolution = Duration.FromMinutes(minutes) });
        Refused(new() { Resolution = Duration.FromSeconds(330) });
        Fine(new() { SoonerStepDays = 1, NoticeWorkingDays = 0, DisplacementNoticeWeeks = 0 });
        Refused(new() { SoonerStepDays = 0 });
        Refused(new() { CalmStep = Duration.Zero });
        Refused(new() { NoticeWorkingDays = -1 });
        Refused(new() { DisplacementNoticeWeeks = -1 });
        foreach (var (buffer, isFine) in new[] { (Duration.Zero, true), (Duration.FromHours(4), true), (Duration.FromMinutes(241), false), (Duration.FromMinutes(-1), false) })
            foreach (var options in new SlotOptions[] { new() { HostBufferBefore = buffer }, new() { HostBufferAfter = buffer }, new() { ClinicianBufferBefore = buffer }, new() { ClinicianBufferAfter = buffer } })
            {
                if (isFine)
                    Fine(options);
                else
                    Refused(options);
            }
    }

    [Fact]
    public void Request_InItsRanges_IsTakenAndOthersRefused()
    {
        void Fine(SlotRequest request) => SlotSearch.Find(request);
        void Refused(SlotRequest request) => Should.Throw<ArgumentException>(() => SlotSearch.WhyNot(request, Now)).Message.Length.ShouldBeGreaterThan(20);
        Fine(Request() with { Duration = Duration.FromMinutes(5) });
        Fine(Request() with { Duration = Duration.FromHours(4) });
        Fine(Request() with { Window = new(Now, Now + Duration.FromDays(182)) });
        Refused(Request() with { Duration = Duration.FromMinutes(241) });
        Refused(Request() with { Window = new(Now, Now + Duration.FromDays(183)) });
        Refused(Request() with { Window = new(null, Now) });
        Refused(Request() with { Window = new(Now, null) });
        Refused(Request() with { Host = Request().Host with { GoodTimes = new([GoodTime.Fine]) } });
        Refused(Request() with { Clinician = Request().Clinician with { GoodTimes = new([GoodTime.Fine]) } });
    }

    [Fact]
    public void Cost_Compares_InTheOrderOfTheCriteria()
    {
        SlotCost[] rising = [new(0, 0, 0, 0, 0), new(0, 0, 0, 0, 9), new(0, 0, 0, 1, 0), new(0, 0, 0, 1, 3), new(0, 0, 2, 0, 0), new(0, 1, 0, 9, 9), new(1, 0, 0, 0, 0)];
        for (var a = 0; a < rising.Length; a++)
            for (var b = 0; b < rising.Length; b++)
                Math.Sign(rising[a].CompareTo(rising[b])).ShouldBe(Math.Sign(a - b));
    }

    [Fact]
    public void Cost_OfATime_CountsWeeksBrokenUpTimeAndTheHostsDay()
    {
        // The clinician is busy 09:00 to 10:00 on a day of 09:00 to 17:00; the host has two hours and a half taken.
        var request = Request([], Free(Busy("2026-06-17T09:00", "2026-06-17T10:00")), Free(Busy("2026-06-17T09:00", "2026-06-17T11:00"), Busy("2026-06-17T16:30", "2026-06-17T17:00")));
        SlotCost At(string start) => SlotSearch.Price(request, Local(start)).ShouldNotBeNull().Cost;
        At("2026-06-17T11:00").ShouldBe(new(0, 1, 1, 2, 5));
        At("2026-06-17T12:00").BrokenUp.ShouldBe(4);
        At("2026-06-17T15:30").BrokenUp.ShouldBe(2, "an hour and ten minutes are left after it");
        At("2026-06-18T09:00").ShouldBe(new(0, 1, 1, 0, 0));
        At("2026-06-22T09:00").Later.ShouldBe(2);
        At("2026-06-15T09:00").Later.ShouldBe(1);
    }

    [Fact]
    public void Cost_OfHalfAGoodHalfDay_IsNotAGoodOne()
    {
        var grid = Enumerable.Repeat(GoodTime.Unsaid, 10).ToArray();
        grid[4] = GoodTime.Fine;
        var request = Request([]) with { Clinician = Request([]).Clinician with { GoodTimes = new(grid) } };
        SlotSearch.Price(request, Local("2026-06-17T12:30"))!.Cost.GoodTimesRank.ShouldBe(0);
        SlotSearch.Price(request, Local("2026-06-17T12:45"))!.Cost.GoodTimesRank.ShouldBe(1, "five minutes of it are in the afternoon");
        SlotSearch.Price(request, Local("2026-06-17T13:00"))!.Cost.GoodTimesRank.ShouldBe(1);
    }

    [Fact]
    public void Reason_OfOneMinuteAndOfNone_ReadsAsPeopleWrite()
    {
        var request = Request([new(IsoDayOfWeek.Wednesday, new(9, 0), new(10, 1), JobPlanActivity.Spa), new(IsoDayOfWeek.Wednesday, new(10, 35), new(12, 0), JobPlanActivity.Clinic)]);
        SlotSearch.Price(request, Local("2026-06-17T10:00"))!.Reason.ShouldBe("No clinic or list is displaced; uses 1 minute of SPA time.");
        SlotSearch.Price(request, Local("2026-06-17T10:15"))!.Reason
            .ShouldBe("No clinic or list is displaced; nothing in your job plan is planned then. Clinical work follows straight after it.");
        SlotSearch.Price(request with { Duration = Duration.FromMinutes(19) }, Local("2026-06-17T10:15"))!.Reason.ShouldEndWith("Clinical work follows 1 minute after it.");
        var chosen = Request([new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), JobPlanActivity.WardRound), new(IsoDayOfWeek.Thursday, new(9, 0), new(12, 0), JobPlanActivity.Mdt)])
            with
        { Mode = SlotMode.Chosen };
        SlotSearch.Price(chosen, Local("2026-07-22T10:00"))!.Reason.ShouldStartWith("Displaces 20 minutes of your ward round, with 6 weeks’ notice.");
        SlotSearch.Price(chosen, Local("2026-07-23T10:00"))!.Reason.ShouldStartWith("Displaces 20 minutes of your multidisciplinary team meeting, with 6 weeks’ notice.");
        SlotSearch.Find(Request([], clinician: new FreeBusy.Unknown("gone"))).ShouldBeOfType<SlotSearchResult.CalendarUnknown>().Unchecked[0].Reason
            .ShouldBe("We have no job plan of yours. We could not read your calendar, so please check that you are free.");
    }

    [Fact]
    public void NoneInWindow_CountsRulesMostFirst_AndThoseThatAloneExclude()
    {
        // One day of eight hours, of which the clinician is busy in all and the lead in the last two.
        var request = Request([], Free(Busy("2026-06-17T09:00", "2026-06-17T17:00")), Free(Busy("2026-06-17T15:00", "2026-06-17T17:00"))) with
        {
            Window = Span("2026-06-17T09:00", "2026-06-17T17:00"),
            Options = new() { HostBufferAfter = Duration.Zero },
        };
        var none = SlotSearch.Find(request).ShouldBeOfType<SlotSearchResult.NoneInWindow>();
        none.Starts.ShouldBe(31);
        none.Excluded.ShouldBe([new(SlotRule.CalendarBusy, SlotParty.Clinician, 31, 23), new(SlotRule.CalendarBusy, SlotParty.Host, 8, 0)]);
    }

    [Fact]
    public void StartSet_HoldsWhatWasPutIn()
    {
        var set = new StartSet(200);
        set.Size.ShouldBe(0);
        set.Add(0);
        set.Add(0);
        set.Add(199);
        set.AddRange(60, 130);
        set.AddRange(5, 5);
        set.AddRange(7, 6);
        set.Size.ShouldBe(72);
        set.Indices().ShouldBe([0, .. Enumerable.Range(60, 70), 199]);
        set.Contains(59).ShouldBeFalse();
        set.Contains(60).ShouldBeTrue();
        set.Contains(129).ShouldBeTrue();
        set.Contains(130).ShouldBeFalse();
        set.Words.Length.ShouldBe(4);
        var rest = set.Complement();
        rest.Size.ShouldBe(128);
        rest.Contains(199).ShouldBeFalse();
        rest.UnionWith(set);
        rest.Size.ShouldBe(200);
        new StartSet(0).Words.Length.ShouldBe(0);
        new StartSet(64).Words.Length.ShouldBe(1);
        new StartSet(65).Words.Length.ShouldBe(2);
        new StartSet(5376).Words.Length.ShouldBe(84, "eight weeks of quarter-hours are 672 bytes");
        Should.Throw<ArgumentOutOfRangeException>(() => new StartSet(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => set.Add(200));
        Should.Throw<ArgumentOutOfRangeException>(() => set.Add(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => set.AddRange(-1, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => set.AddRange(0, 201));
        Should.Throw<ArgumentOutOfRangeException>(() => set.UnionWith(new(199)));
    }

    [Fact]
    public void StartGrid_OfAWindow_BeginsOnTheResolutionAndEndsBeforeItsEnd()
    {
        var grid = new StartGrid(Span("2026-06-17T09:07", "2026-06-17T11:00"), Duration.FromMinutes(20), Duration.FromMinutes(15));
        grid.Count.ShouldBe(6);
        grid[0].ShouldBe(Local("2026-06-17T09:15"));
        grid[5].ShouldBe(Local("2026-06-17T10:30"));
        grid.IndexOf(Local("2026-06-17T10:30")).ShouldBe(5);
        grid.IndexOf(Local("2026-06-17T10:45")).ShouldBe(-1);
        grid.IndexOf(Local("2026-06-17T09:00")).ShouldBe(-1);
        grid.IndexOf(Local("2026-06-17T09:20")).ShouldBe(-1);
        grid.IsOnGrid(Local("2026-06-17T08:45")).ShouldBeTrue();
        grid.IsOnGrid(Local("2026-06-17T08:50")).ShouldBeFalse();
        grid.Between(Local("2026-06-17T09:15"), Local("2026-06-17T10:00")).ShouldBe((1, 3));
        grid.Between(Local("2026-06-17T09:14"), Local("2026-06-17T10:01")).ShouldBe((0, 4));
        grid.Between(Local("2026-06-16T09:15"), Local("2026-06-18T10:00")).ShouldBe((0, 6));
        new StartGrid(Span("2026-06-17T09:00", "2026-06-17T09:20"), Duration.FromMinutes(20), Duration.FromMinutes(15)).Count.ShouldBe(1);
        new StartGrid(Span("2026-06-17T09:00", "2026-06-17T09:19"), Duration.FromMinutes(20), Duration.FromMinutes(15)).Count.ShouldBe(0);
        new StartGrid(new(Instant.FromUtc(1969, 12, 31, 23, 50), Instant.FromUtc(1970, 1, 1, 1, 0)), Duration.FromMinutes(20), Duration.FromMinutes(15))[0].ShouldBe(Instant.FromUtc(1970, 1, 1, 0, 0));
    }

    [Fact]
    public void CostPacking_KeepsTheOrderOfTheCriteriaOverASum()
    {
        Slot At(int minutes, int rank, int later, int broken, int host) => new(Now, Duration.FromMinutes(20), new(minutes, rank, later, broken, host), "");
        IReadOnlyList<Slot>[] slots = [[At(0, 1, 3, 5, 7), At(1, 0, 0, 0, 0), At(0, 1, 3, 5, 6)], [At(4, 0, 2, 2, 2), At(4, 0, 2, 2, 2)], []];
        var packing = new CostPacking(slots);
        packing.BitsGivenUp.ShouldBe(0);
        packing.CostOf(0, 2).ShouldBeLessThan(packing.CostOf(0, 0), "a calmer day");
        packing.CostOf(0, 1).ShouldBeGreaterThan(packing.CostOf(0, 0), "a minute outweighs everything after it");
        packing.CostOf(1, 1).ShouldBe(packing.CostOf(1, 0) + 1, "the order of starts is last");
        packing.CostOf(1, 0).ShouldBe(0, "each meeting counts from its own best");
        packing.Unplaced.ShouldBeGreaterThan(slots[0].Select((_, i) => packing.CostOf(0, i)).Max() + packing.CostOf(1, 1));
        new CostPacking([]).Unplaced.ShouldBe(1);
    }

    [Fact]
    public void CostPacking_MoreThanOneWholeNumberHolds_GivesUpTheLastCriteriaFirst()
    {
        Slot At(int minutes, int broken) => new(Now, Duration.FromMinutes(20), new(minutes, 0, minutes, broken, broken), "");
        var slots = Enumerable.Range(0, 3_000).Select(IReadOnlyList<Slot> (_) => [At(0, 0), At(1, 4_000), At(240, 2_000), At(240, 2_001)]).ToArray();
        var packing = new CostPacking(slots);
        // Of 99 bits the order of starts gives up its two, the calm of the host's day its twelve, and the broken-up time two more.
        packing.BitsGivenUp.ShouldBe(16);
        const long Later = 1 + (3_000 * (4_000 >> 2)), Minute = Later * (1 + (3_000 * 240));
        packing.Unplaced.ShouldBe(Minute * (1 + (3_000 * 240)));
        Enumerable.Range(0, 4).Select(i => packing.CostOf(2_999, i))
            .ShouldBe([0, Minute + Later + (4_000 >> 2), (240 * Minute) + (240 * Later) + (2_000 >> 2), (240 * Minute) + (240 * Later) + (2_000 >> 2)]);
        packing.CostOf(0, 1).ShouldBeLessThan(packing.CostOf(0, 2));
        packing.CostOf(0, 0).ShouldBe(0);
        ((Int128)packing.Unplaced).ShouldBeLessThan(Int128.One << 61);
    }
}
