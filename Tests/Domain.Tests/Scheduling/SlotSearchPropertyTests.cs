using ClinicalEngagement.Domain.Scheduling;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class SlotSearchPropertyTests
{
    /// <summary>Rules of single minutes, which the oracle reads minute by minute; buffers and travel look beside the meeting and are tested apart.</summary>
    private static readonly SlotRule[] BesideTheMeeting = [SlotRule.Buffer, SlotRule.Travel];

    [Fact]
    public void WhyNot_EverySlotOfAThousandRequests_AgreesWithTheSearch() => SlotRequests.Any.Sample(
        request =>
        {
            var result = SlotSearch.Find(request);
            var offered = Offered(result);
            var starts = 0;
            foreach (var start in SlotRequests.Starts(request))
            {
                starts++;
                var refusals = SlotSearch.WhyNot(request, start);
                offered.Contains(start).ShouldBe(refusals.All(r => r.Rule == SlotRule.CalendarUnknown));
                refusals.Any(r => r.Rule == SlotRule.CalendarUnknown).ShouldBe(result is SlotSearchResult.CalendarUnknown);
            }

            if (result is SlotSearchResult.NoneInWindow none)
                none.Starts.ShouldBe(starts);
        },
        iter: 1_000);

    [Fact]
    public void WhyNot_EverySlot_NamesTheRulesThatTheTableNamesMinuteByMinute() => SlotRequests.Any.Sample(
        request =>
        {
            foreach (var start in SlotRequests.Starts(request))
            {
                var said = SlotSearch.WhyNot(request, start)
                    .Where(r => !BesideTheMeeting.Contains(r.Rule) && r.Rule != SlotRule.CalendarUnknown).Select(r => (r.Rule, r.Party)).ToHashSet();
                var expected = SlotRuleOracle.Rules(request, start);
                // In the hour that comes twice a local time has two meanings; that it is excluded is what matters.
                if (expected.Contains((SlotRule.ClockChange, SlotParty.Time)))
                    said.ShouldContain((SlotRule.ClockChange, SlotParty.Time));
                else
                    said.SetEquals(expected).ShouldBeTrue($"{start}: said {string.Join(", ", said)}, expected {string.Join(", ", expected)}");
            }
        },
        iter: 150);

    [Fact]
    public void Find_AnyRequest_IsInOrderWithEachPriceAsAskedSingly() => SlotRequests.Any.Sample(
        request =>
        {
            if (SlotSearch.Find(request) is not SlotSearchResult.Found { Slots: var slots })
                return;
            for (var i = 1; i < slots.Count; i++)
                slots[i - 1].Cost.CompareTo(slots[i].Cost).ShouldBeLessThanOrEqualTo(0);
            foreach (var slot in slots.Take(5))
                SlotSearch.Price(request, slot.Start).ShouldBe(slot);
            slots.ShouldAllBe(s => s.Duration == request.Duration);
            if (request.Mode == SlotMode.Proposed)
                slots.ShouldAllBe(s => !s.Reason.StartsWith("Displaces"));
        },
        iter: 300);

    [Fact]
    public void Find_BusyTimeMore_NeverOpensATime() => Gen.Select(SlotRequests.Any, Gen.Int[0, 2000], Gen.Int[1, 50]).Sample(
        (request, from, length) =>
        {
            if (request.Clinician.FreeBusy is not FreeBusy.Known known || SlotSearch.Find(request) is not SlotSearchResult.Found before)
                return;
            var start = request.Window.Start + Duration.FromMinutes(5 * from);
            var more = new BusyTime(start, start + Duration.FromMinutes(5 * length), BusyStatus.Busy);
            var after = SlotSearch.Find(request with { Clinician = request.Clinician with { FreeBusy = known with { Times = [.. known.Times, more] } } });
            if (after is SlotSearchResult.Found found)
                found.Slots.Select(s => s.Start).ShouldBeSubsetOf(before.Slots.Select(s => s.Start));
        },
        iter: 300);

    [Fact]
    public void Find_WithBuffers_KeepsThemFreeInTheHostsCalendar() => SlotRequests.Any.Sample(
        request =>
        {
            if (request.Host.FreeBusy is not FreeBusy.Known known || SlotSearch.Find(request) is not SlotSearchResult.Found found)
                return;
            var taken = known.Times.Where(t => t.Status is BusyStatus.Busy or BusyStatus.OutOfOffice && t.End > t.Start).Select(t => (t.Start, t.End))
                .Concat(request.Host.Holds.Select(h => (h.Start, h.End)))
                .Where(t => request.Own is not { } own || (own.Start, own.End) != t);
            foreach (var (start, end) in taken)
                found.Slots.ShouldAllBe(s => s.End + request.Options.HostBufferAfter <= start || s.Start - request.Options.HostBufferBefore >= end);
        },
        iter: 300);

    [Fact]
    public void WhyNot_OutsideWindowOrGrid_IsSaid() => Gen.Select(SlotRequests.Any, Gen.Int[1, 300]).Sample(
        (request, minutes) =>
        {
            SlotSearch.WhyNot(request, request.Window.Start - Duration.FromMinutes(minutes)).ShouldContain(r => r.Rule == SlotRule.OutsideWindow);
            SlotSearch.WhyNot(request, request.Window.End - request.Duration + Duration.FromMinutes(minutes)).ShouldContain(r => r.Rule == SlotRule.OutsideWindow);
            SlotSearch.WhyNot(request, SlotRequests.FirstStart(request.Window.Start, request.Options.Resolution) + Duration.FromSeconds(30)).ShouldContain(r => r.Rule == SlotRule.OffGrid);
        },
        iter: 100);

    private static HashSet<Instant> Offered(SlotSearchResult result) => result switch
    {
        SlotSearchResult.Found found => [.. found.Slots.Select(s => s.Start)],
        SlotSearchResult.CalendarUnknown unknown => [.. unknown.Unchecked.Select(s => s.Start)],
        _ => [],
    };
}
