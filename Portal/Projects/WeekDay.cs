using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Portal.Layout;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>One day on the meetings page: what holds for all of it, and its lines.</summary>
internal sealed record WeekDay(LocalDate Date, IReadOnlyList<string> AllDay, IReadOnlyList<WeekRow> Rows)
{
    public static WeekDay Of(DiaryDay day, string clinician, string? host, Meeting? meeting)
    {
        IEnumerable<SlotRefusal> common = day.Spans.Count == 0 ? [] : day.Spans[0].Refusals.Where(r => day.Spans.All(s => s.Refusals.Contains(r))).ToArray();
        var rows = new List<(LocalTime From, int Order, WeekRow Row)>();
        foreach (var (offer, index) in (meeting is { IsOpen: true } ? meeting.Offers : []).Select((o, i) => (o, i)))
            if (DayOf(offer.Start) == day.Date && (offer.Start == meeting!.Start || meeting.State != MeetingState.Agreed))
                rows.Add((TimeOf(offer.Start), 0, new(
                    Span(TimeOf(offer.Start), TimeOf(offer.Start + Duration.FromMinutes(meeting!.Minutes))),
                    offer.Start == meeting.Start ? meeting.State == MeetingState.Agreed ? "Agreed" : "Offered" : "Also offered",
                    offer.Start == meeting.Start ? "blue" : "aqua-green", SlotWords.AboutThem(offer.Reason))));
        // A time that was agreed outside what we offered stands for itself.
        if (meeting is { IsOpen: true } && DayOf(meeting.Start) == day.Date && meeting.Offers.All(o => o.Start != meeting.Start))
            rows.Add((TimeOf(meeting.Start), 0, new(Span(TimeOf(meeting.Start), TimeOf(meeting.End)), "Agreed", "blue", SlotWords.AboutThem(meeting.Reason))));
        foreach (var span in day.Spans)
            if (Row(span, [.. span.Refusals.Except(common)], common.Any(), clinician, host) is { } row)
                rows.Add((span.From, 1, row));
        return new(day.Date, [.. common.Select(r => RefusalWords.Of(r, clinician, host).Words).Distinct()], [.. rows.OrderBy(r => r.From).ThenBy(r => r.Order).Select(r => r.Row)]);
    }

    private static WeekRow? Row(DiarySpan span, IReadOnlyList<SlotRefusal> refusals, bool isRuledOutAnyway, string clinician, string? host)
    {
        var time = Span(span.From, span.To);
        if (refusals.Count > 0)
        {
            var reasons = refusals.Select(r => RefusalWords.Of(r, clinician, host)).ToArray();
            var tag = reasons.FirstOrDefault(r => r.Tag == "Clinical") ?? reasons.FirstOrDefault(r => r.Tag == "Busy") ?? reasons[0];
            return new(time, tag.Tag, tag.Colour, string.Join(". ", reasons.Select(r => r.Words).Distinct()) + ".");
        }

        if (isRuledOutAnyway)
            return null;
        return span.Uses.Contains(JobPlanActivity.Spa) ? new(time, "SPA", "green", $"Can be offered: {clinician} has SPA time.")
            : span.Uses.Contains(JobPlanActivity.Admin) ? new(time, "Admin", "green", $"Can be offered: {clinician} has admin time.")
            : new(time, "Free", "green", "Can be offered.");
    }

    private static string Span(LocalTime from, LocalTime to) => $"{TimeWords.Time(from)} to {TimeWords.Time(to)}";

    private static LocalDate DayOf(Instant at) => at.InZone(TimeWords.Zone).Date;

    private static LocalTime TimeOf(Instant at) => at.InZone(TimeWords.Zone).TimeOfDay;
}
