using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using CsCheck;
using NodaTime;
using static ClinicalEngagement.Domain.Tests.Scheduling.Ward;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

public sealed class DiaryWeekTests
{
    [Fact]
    public void Of_WednesdayOfASurgeon_TellsSpaFromAdminFromAnMdtAndFromBusy()
    {
        var request = Request(host: Free(Busy("2026-06-17T16:00", "2026-06-17T16:30"))) with { Window = Span("2026-06-17T00:00", "2026-06-18T00:00") };
        var day = DiaryWeek.Of(request, new(9, 0), new(17, 0)).ShouldHaveSingleItem();
        day.Date.ShouldBe(new LocalDate(2026, 6, 17));
        day.Spans.Select(s => (s.From, s.To, s.Refusals.Count == 0 ? (SlotRule?)null : s.Refusals[0].Rule, string.Join('+', s.Uses))).ShouldBe(
        [
            (new(9, 0), new(12, 0), null, "Spa"),
            (new(12, 0), new(13, 0), null, "Admin"),
            (new(13, 0), new(14, 0), null, ""),
            (new(14, 0), new(15, 0), SlotRule.DisplacesMdt, "Mdt"),
            (new(15, 0), new(15, 45), null, ""),
            (new(15, 45), new(16, 0), SlotRule.Buffer, ""),
            (new(16, 0), new(16, 30), SlotRule.CalendarBusy, ""),
            (new(16, 30), new(17, 0), null, ""),
        ]);
    }

    [Fact]
    public void Of_DaysOfAWindow_AreAllOfThemAndNoMore() =>
        DiaryWeek.Of(Request() with { Window = Span("2026-06-15T00:00", "2026-06-20T00:00") }, new(8, 0), new(18, 0)).Select(d => d.Date.Day).ShouldBe([15, 16, 17, 18, 19]);

    [Fact]
    public void Of_ABadRequest_IsRefused() =>
        Should.Throw<ArgumentException>(() => DiaryWeek.Of(Request() with { Duration = Duration.FromMinutes(4) }, new(9, 0), new(17, 0))).Message.ShouldBe("A meeting lasts 5 minutes to 4 hours.");

    [Fact]
    public void Of_AnyRequest_SaysOfEachStretchWhatIsSaidOfItsTimes() => SlotRequests.Any.Sample(
        request =>
        {
            var step = request.Options.Resolution;
            foreach (var day in DiaryWeek.Of(request, new(8, 0), new(18, 0)))
            {
                var reached = new LocalTime(8, 0);
                foreach (var span in day.Spans)
                {
                    span.From.ShouldBe(reached, "no gaps");
                    reached = span.To;
                    var start = day.Date.At(span.From).InZoneLeniently(WorkingCalendar.Zone).ToInstant();
                    for (; start.InZone(WorkingCalendar.Zone).TimeOfDay < span.To; start += step)
                        SlotSearch.WhyNot(request with { Duration = step, Window = new(start, start + step) }, start)
                            .Where(r => r.Rule != SlotRule.CalendarUnknown)
                            .ShouldBe(span.Refusals, ignoreOrder: true);
                }

                reached.ShouldBe(new LocalTime(18, 0));
            }
        },
        iter: 100);
}
