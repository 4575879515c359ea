using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Domain.Tests.Scheduling;

/// <summary>Examples from the field: a clinician and a lead in the weeks after Monday 8 June 2026.</summary>
internal static class Ward
{
    /// <summary>Monday, 10:00 in London.</summary>
    public static readonly Instant Now = Local("2026-06-08T10:00");

    public static Instant Local(string iso) =>
        LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd'T'HH:mm").Parse(iso).Value.InZoneStrictly(WorkingCalendar.Zone).ToInstant();

    public static Interval Span(string from, string to) => new(Local(from), Local(to));

    public static FreeBusy Free(params BusyTime[] times) => new FreeBusy.Known(times, null);

    public static BusyTime Busy(string from, string to, BusyStatus status = BusyStatus.Busy) => new(Local(from), Local(to), status);

    /// <summary>Clinic on Monday mornings, theatre on Tuesdays, SPA on Wednesday mornings, admin after it, a ward round on Thursday mornings.</summary>
    public static readonly IReadOnlyList<JobPlanEntry> Surgeon =
    [
        new(IsoDayOfWeek.Monday, new(9, 0), new(12, 30), JobPlanActivity.Clinic),
        new(IsoDayOfWeek.Tuesday, new(8, 0), new(18, 0), JobPlanActivity.Theatre),
        new(IsoDayOfWeek.Wednesday, new(9, 0), new(12, 0), JobPlanActivity.Spa),
        new(IsoDayOfWeek.Wednesday, new(12, 0), new(13, 0), JobPlanActivity.Admin),
        new(IsoDayOfWeek.Wednesday, new(14, 0), new(15, 0), JobPlanActivity.Mdt),
        new(IsoDayOfWeek.Thursday, new(9, 0), new(12, 0), JobPlanActivity.WardRound),
    ];

    public static SlotRequest Request(IReadOnlyList<JobPlanEntry>? jobPlan = null, FreeBusy? clinician = null, FreeBusy? host = null) => new()
    {
        Now = Now,
        Window = new(Now, Now + Duration.FromDays(56)),
        Clinician = new() { FreeBusy = clinician ?? Free(), JobPlan = jobPlan ?? Surgeon },
        Host = new() { FreeBusy = host ?? Free() },
    };

    public static IReadOnlyList<Slot> Found(SlotRequest request) => SlotSearch.Find(request).ShouldBeOfType<SlotSearchResult.Found>().Slots;

    public static (SlotRule, SlotParty)[] Rules(SlotRequest request, string start) =>
        [.. SlotSearch.WhyNot(request, Local(start)).Select(r => (r.Rule, r.Party))];
}
