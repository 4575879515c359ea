using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ClinicalEngagement.Domain.Scheduling;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>
/// The figures of searches and panels that are made by number, written down in the text files beside: what is excluded by which rule, what a
/// time costs and in which words, who is placed where and why not. The other tests say what is right; here nothing changes unseen. Whoever
/// changes them on purpose looks at each line that differs and writes it down anew: with CLINICAL_ENGAGEMENT_WRITE_FIGURES set the files are
/// written.
/// </summary>
public sealed class FiguresTests
{
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    [Fact]
    public void Searches_ByNumber_AreAsTheyWere() => ShouldBeAsWritten("searches.txt", SomeOfEachKind().Select(made =>
    {
        var (number, request) = made;
        var refusals = SlotRequests.Starts(request).SelectMany(start => SlotSearch.WhyNot(request, start)).GroupBy(r => (r.Rule, r.Party))
            .OrderBy(r => r.Key).Select(r => $"{r.Key.Rule} {r.Key.Party} {r.Count()}");
        return $"{number}: {Of(SlotSearch.Find(request))}. Refused: {string.Join(", ", refusals)}.";
    }));

    [Fact]
    public void Panels_ByNumber_AreAsTheyWere() => ShouldBeAsWritten("panels.txt", Enumerable.Range(1, 16).SelectMany(number =>
    {
        var batch = By(Panels, number);
        var plan = PanelPlanner.Plan(batch);
        foreach (var unplanned in plan.Unplanned)
            unplanned.WouldHelp.ShouldBeUnique();
        return plan.Planned.Select(p => $"  {p.Key}: {Of(p.Slot)} or {string.Join(" or ", p.Alternatives.Select(Of))}{(p.IsAgreed ? ", agreed" : "")}; one by one {(p.OneByOne is { } alone ? Of(alone) : "none")}")
            .Concat(plan.Unplanned.Select(u => $"  {u.Key}: none, rivals {string.Join(" ", u.Rivals)}, would help {string.Join(" ", u.WouldHelp)}; alone {Of(u.Search)}"))
            .Prepend(string.Create(
                CultureInfo.InvariantCulture,
                $"{number}: cost {plan.Cost}, bound {plan.Bound}, {plan.ClinicalMinutesAtRisk} minutes, one by one {plan.ClinicalMinutesOneByOne}, {plan.BitsGivenUp} bits given up"));
    }));

    /// <summary>Crowded: one host or two, clinicians wanted by several, holds, caps, buffers, somebody agreed already.</summary>
    private static readonly Gen<IReadOnlyList<MeetingToPlan>> Panels =
        Gen.Select(Gen.Int[0, 2], Gen.Int[8, 13], Gen.Int[0, 3], Gen.Int[1, 3], Gen.Bool).SelectMany((buffer, from, length, cap, holds) => Gen.Select(
            Gen.Int[0, 1], Gen.Int[0, 3], Gen.Select(Gen.Int[0, 90], Gen.Int[1, 20]).Array[0, 6], Gen.Int[0, 3], Gen.Int[0, 9]).Array[2, 9].Select(
            list => (IReadOnlyList<MeetingToPlan>)[.. list.Select((m, i) =>
            {
                var (host, clinician, events, plan, agreed) = m;
                var week = Ward.Span("2026-06-15T00:00", "2026-06-18T00:00");
                var busy = events.Select(e => new BusyTime(
                    week.Start + Duration.FromMinutes(30 * e.Item1), week.Start + Duration.FromMinutes((30 * e.Item1) + (15 * e.Item2)), BusyStatus.Busy)).ToArray();
                var hours = new WorkingHours([IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday], new(from, 0), new(from + 1 + length, 0), "Europe/London");
                var request = Ward.Request(plan == 0 ? [] : Ward.Surgeon, new FreeBusy.Known(busy, hours)) with
                {
                    Window = week,
                    Options = new()
                    {
                        HostBufferAfter = Duration.FromMinutes(5 * buffer),
                        ClinicianBufferBefore = Duration.FromMinutes(5 * (2 - buffer)),
                        HostMeetingsPerDay = cap,
                        ClinicianMeetingsPerDay = 1,
                    },
                };
                if (holds)
                    request = request with { Host = request.Host with { Holds = [Ward.Span("2026-06-16T09:00", "2026-06-16T09:30")] } };
                return new MeetingToPlan($"m{i}", $"h{host}", $"c{clinician}", request)
                {
                    Agreed = agreed == 0 && SlotSearch.Find(request) is SlotSearchResult.Found { Slots: [var first, ..] } ? first : null,
                };
            }).DistinctBy(m => m.Agreed is null ? (object)m.Key : m.Agreed.Start)]));

    // Most windows that are made have no time for everybody; those that have some show more.
    private static IEnumerable<(int Number, SlotRequest Request)> SomeOfEachKind() => Enumerable.Range(1, 200)
        .Select(number => (number, request: By(SlotRequests.Any, number)))
        .GroupBy(made => SlotSearch.Find(made.request).GetType())
        .SelectMany(kind => kind.Take(kind.Key == typeof(SlotSearchResult.Found) ? 30 : 6));

    private static string Of(SlotSearchResult result) => result switch
    {
        SlotSearchResult.Found found => $"{found.Slots.Count} found, {found.Slots.Sum(s => s.Cost.ClinicalMinutesAtRisk)} {found.Slots.Sum(s => s.Cost.GoodTimesRank)} "
            + $"{found.Slots.Sum(s => s.Cost.Later)} {found.Slots.Sum(s => s.Cost.BrokenUp)} {found.Slots.Sum(s => s.Cost.HostBusy)}, three {string.Join(" | ", SlotSearch.PickThree(found.Slots).Select(Of))}",
        SlotSearchResult.CalendarUnknown unknown => $"calendar unknown of {string.Join(" and ", unknown.Who)}, {unknown.Unchecked.Count} unchecked, {string.Join(" | ", unknown.Unchecked.Take(1).Select(Of))}",
        SlotSearchResult.NoneInWindow none => $"none of {none.Starts}, {string.Join(", ", none.Excluded.Select(r => $"{r.Rule} {r.Party} {r.Starts} alone {r.Alone}"))}",
        var other => throw new ArgumentOutOfRangeException(nameof(result), other, "Another result."),
    };

    private static string Of(Slot slot) =>
        $"{Moment.Format(slot.Start)} ({slot.Cost.ClinicalMinutesAtRisk} {slot.Cost.GoodTimesRank} {slot.Cost.Later} {slot.Cost.BrokenUp} {slot.Cost.HostBusy}: {slot.Reason})";

    private static T By<T>(Gen<T> gen, int number) => gen.Generate(new PCG(7, (ulong)number), null, out _);

    private static void ShouldBeAsWritten(string file, IEnumerable<string> lines, [CallerFilePath] string source = "")
    {
        var found = new StringBuilder();
        foreach (var line in lines)
            found.Append(line).Append('\n');
        var path = Path.Combine(Path.GetDirectoryName(source)!, file);
        if (Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_WRITE_FIGURES") is not null)
            File.WriteAllText(path, found.ToString());
        found.ToString().ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
