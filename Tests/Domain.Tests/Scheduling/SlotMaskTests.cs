using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class SlotMaskTests
{
    [Fact]
    public void Read_EventsOnTheGrid_GivesTheStartsOfTheSearch() => Gen.Select(SlotRequests.Any, Texts, Texts).Sample(
        (any, clinicianText, hostText) =>
        {
            var mask = SlotMask.Of(any);
            if (mask.Starts == 0)
                return;
            var (clinician, host) = (Stretched(clinicianText, mask.TextLength), Stretched(hostText, mask.TextLength));
            // Buffers look back beyond the first digit, where a text says nothing.
            var request = any with { Own = null, Clinician = Of(any.Clinician, clinician, mask, any), Host = Of(any.Host, host, mask, any) };
            mask = SlotMask.Of(request);
            var starts = new ulong[mask.Words];
            var cheapest = mask.Read(clinician, host, starts);
            var found = Enumerable.Range(0, mask.Starts).Where(i => (starts[i >> 6] >> i & 1) != 0).Select(mask.StartOf).ToList();
            var slots = SlotSearch.Find(request) is SlotSearchResult.Found f ? f.Slots : [];
            found.ShouldBe(slots.Select(s => s.Start).Order());
            if (cheapest < 0)
            {
                slots.ShouldBeEmpty();
                return;
            }

            if (any.Clinician.JobPlan.Count > 0)
                mask.StartOf(cheapest).ShouldBe(slots.OrderBy(s => s.ClinicalMinutesAtRisk).ThenBy(s => s.Cost.GoodTimesRank).ThenBy(s => s.Start).First().Start);
        },
        iter: 500);

    [Fact]
    public void Read_SomethingElseThanDigits_IsRefused()
    {
        var mask = SlotMask.Of(Ward.Request());
        var starts = new ulong[mask.Words];
        var good = new string('0', mask.TextLength);
        mask.Read(good, good, starts).ShouldBeGreaterThanOrEqualTo(0);
        foreach (var (bad, at) in (ReadOnlySpan<(char, int)>)[('5', 0), ('/', 100), ('\u0130', 700), ('x', mask.TextLength - 1)])
        {
            var text = good[..at] + bad + good[(at + 1)..];
            Should.Throw<FormatException>(() => mask.Read(text, good, new ulong[mask.Words]));
        }
    }

    [Theory]
    [InlineData(0, 0, 20, 15)]
    [InlineData(0, 10, 20, 15)]
    [InlineData(5, 0, 15, 15)]
    [InlineData(30, 15, 30, 15)]
    [InlineData(35, 31, 29, 15)]
    [InlineData(240, 240, 240, 5)]
    public void Read_OneCellTaken_TakesTheStartsWhoseTimeOrBufferIsInIt(int before, int after, int length, int resolution)
    {
        var (from, to) = (Duration.FromMinutes(before), Duration.FromMinutes(after));
        foreach (var isHost in (bool[])[true, false])
        {
            var mask = SlotMask.Of(Always(resolution) with
            {
                Duration = Duration.FromMinutes(length),
                Options = isHost
                    ? Plain(resolution) with { HostBufferBefore = from, HostBufferAfter = to }
                    : Plain(resolution) with { ClinicianBufferBefore = from, ClinicianBufferAfter = to },
            });
            var (back, on) = ((before + resolution - 1) / resolution, (length + after + resolution - 1) / resolution);
            mask.TextLength.ShouldBe(mask.Starts - 1 + on);
            var free = new string('0', mask.TextLength);
            for (var taken = 0; taken < mask.TextLength; taken++)
            {
                var text = free[..taken] + "2" + free[(taken + 1)..];
                var (starts, cheapest) = isHost ? Read(mask, free, text) : Read(mask, text, free);
                int[] left = [.. Enumerable.Range(0, mask.Starts).Where(start => taken < start - back || taken >= start + on)];
                starts.ShouldBe(left);
                cheapest.ShouldBe(left[0]);
            }
        }
    }

    [Fact]
    public void Read_EachDigit_IsTakenAsItsStatusIsWhereverItStands()
    {
        foreach (var offersTentative in (bool[])[true, false])
        {
            var mask = SlotMask.Of(Always(15) with { Options = Plain(15) with { OfferTentative = offersTentative } });
            for (var shift = 0; shift < 5; shift++)
            {
                var text = string.Concat(Enumerable.Range(0, mask.TextLength).Select(i => (char)('0' + ((i + shift) % 5))));
                Read(mask, text, "").Starts.ShouldBe(Enumerable.Range(0, mask.Starts).Where(i => !IsTaken(text[i])));
                Read(mask, "", text).Starts.ShouldBe(Enumerable.Range(0, mask.Starts).Where(i => !IsTaken(text[i])));
            }

            bool IsTaken(char digit) => digit is '2' or '3' || (digit is '1' && !offersTentative);
        }
    }

    [Fact]
    public void Read_SomethingElseThanADigit_IsRefusedAtAnyPlaceThatIsRead()
    {
        var mask = SlotMask.Of(Always(15));
        var good = new string('0', mask.TextLength);
        (mask.TextLength % 64).ShouldNotBe(0, "the last digits are read one by one");
        for (var at = 0; at < mask.TextLength; at++)
            foreach (var bad in "5/\u0130")
            {
                var text = good[..at] + bad + good[(at + 1)..];
                Should.Throw<FormatException>(() => Read(mask, text, good)).Message.ShouldBe("Free/busy text is digits from 0 to 4.");
                Should.Throw<FormatException>(() => Read(mask, good, text));
            }
    }

    [Fact]
    public void Read_ShorterAndLongerTexts_AreFreeWhereNothingIsSaidAndNotReadPastTheLastCell()
    {
        var mask = SlotMask.Of(Always(15));
        var all = Enumerable.Range(0, mask.Starts);
        Read(mask, "", "").Starts.ShouldBe(all);
        for (var length = 0; length <= mask.TextLength; length++)
            Read(mask, new('2', length), "").Starts.ShouldBe(all.Skip(length));
        Read(mask, new string('0', mask.TextLength) + "222 and more", new string('0', mask.TextLength) + new string('x', 500)).Starts.ShouldBe(all);
        Read(mask, new('2', mask.TextLength + 1), "").ShouldBe(([], -1));
        var apart = SlotMask.Of(Always(15) with { Options = Plain(15) with { HostBufferBefore = Duration.FromHours(1), HostBufferAfter = Duration.FromHours(1) } });
        Read(apart, new string('0', 70) + "2", "").Starts.ShouldBe(all.Where(i => i != 70), "what the clinician's text says is not said of the host");
    }

    [Fact]
    public void Read_WithoutAStart_FindsNone()
    {
        var mask = SlotMask.Of(Always(15) with { Window = Ward.Span("2026-06-17T09:00", "2026-06-17T09:30"), Duration = Duration.FromMinutes(40) });
        (mask.Starts, mask.Words, mask.TextLength).ShouldBe((0, 0, 0));
        mask.Read("2", "", []).ShouldBe(-1);
    }

    [Fact]
    public void Read_OfEqualRisk_TakesTheBetterHalfDayThenTheSooner()
    {
        // A clinic at two in the afternoon of Wednesday puts the quarter before it at risk; Thursday afternoon suits them.
        var grid = Enumerable.Repeat(GoodTime.Unsaid, 10).ToArray();
        grid[7] = GoodTime.Fine;
        var request = Always(15) with { Window = Ward.Span("2026-06-17T13:00", "2026-06-18T23:00") };
        request = request with
        {
            Clinician = request.Clinician with { JobPlan = [new(IsoDayOfWeek.Wednesday, new(14, 0), new(15, 0), JobPlanActivity.Clinic)], GoodTimes = new(grid) },
        };
        var mask = SlotMask.Of(request);
        mask.First.ShouldBe(Ward.Local("2026-06-17T13:00"));
        var thursday = Enumerable.Range(0, mask.Starts).First(i => mask.StartOf(i) == Ward.Local("2026-06-18T13:00"));
        var (starts, cheapest) = Read(mask, "", "");
        cheapest.ShouldBe(thursday);
        starts.ShouldBe([.. Enumerable.Range(0, 4), .. Enumerable.Range(8, mask.Starts - 8)], "the clinic itself is never proposed");
        Read(mask, new string('0', thursday) + new string('2', 40), "").Cheapest.ShouldBe(0, "nothing follows it within a quarter of an hour");
        Read(mask, "222" + new string('0', 5) + new string('2', mask.TextLength), "").Cheapest.ShouldBe(3, "at risk, and all that is left");
        Read(mask, "222" + new string('0', thursday - 4), new string('2', thursday - 1) + "0" + new string('2', 40)).Cheapest.ShouldBe(thursday - 1);
    }

    /// <summary>Everybody works at any hour of three days in June, and nothing else stands in the way of a quarter of an hour.</summary>
    private static SlotRequest Always(int resolution)
    {
        var hours = new WorkingHours([.. Enumerable.Range(1, 7).Select(d => (IsoDayOfWeek)d)], LocalTime.Midnight, LocalTime.Midnight, "Europe/London");
        var diary = new Diary { FreeBusy = new FreeBusy.Known([], hours) };
        return new()
        {
            Now = Ward.Now,
            Window = Ward.Span("2026-06-16T00:00", "2026-06-18T22:00"),
            Duration = Duration.FromMinutes(15),
            Clinician = diary,
            Host = diary,
            Options = Plain(resolution),
        };
    }

    private static SlotOptions Plain(int resolution) => new()
    {
        Resolution = Duration.FromMinutes(resolution),
        NoticeWorkingDays = 0,
        HostBufferAfter = Duration.Zero,
    };

    private static (int[] Starts, int Cheapest) Read(SlotMask mask, string clinician, string host)
    {
        // What was in the words before does not matter.
        var words = new ulong[mask.Words];
        Array.Fill(words, ulong.MaxValue);
        var cheapest = mask.Read(clinician, host, words);
        return ([.. Enumerable.Range(0, 64 * mask.Words).Where(i => (words[i >> 6] >> i & 1) != 0)], cheapest);
    }

    private static readonly Gen<string> Texts = Gen.Select(Gen.Char['0', '4'], Gen.Int[1, 40]).Array[1, 40]
        .Select(runs => string.Concat(runs.Select(r => new string(r.Item1, r.Item2))));

    private static string Stretched(string text, int length)
    {
        while (text.Length < length)
            text += text;
        return text[..length];
    }

    private static Diary Of(Diary diary, string text, SlotMask mask, SlotRequest request)
    {
        var step = request.Options.Resolution;
        var times = text.Select((digit, i) => new BusyTime(mask.First + (step * i), mask.First + (step * (i + 1)), (BusyStatus)(digit - '0')));
        return diary with { FreeBusy = new FreeBusy.Known([.. times], (diary.FreeBusy as FreeBusy.Known)?.Hours) };
    }
}
