using ClinicalEngagement.Domain.Scheduling;
using CsCheck;

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
