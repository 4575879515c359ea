using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>What each allowed start of one request costs, and the words for it.</summary>
internal sealed class SlotPricing
{
    private readonly SlotRequest request;
    private readonly LocalDate firstDay;
    private readonly List<PlannedActivity> plan;
    private readonly List<(Instant Start, Instant End, GoodTime Said)> halfDays;
    private readonly List<(Instant Start, Instant End)> followed;
    private readonly List<(Instant Start, Instant End)> displaceable;
    private readonly List<(Instant Start, Instant End)> takenFromClinician;
    private readonly Dictionary<LocalDate, int> hostBusy;

    public SlotPricing(SlotRequest request)
    {
        this.request = request;
        firstDay = WorkingCalendar.DateOf(request.Window.Start);
        plan = LocalWeek.LayOut(request.Clinician.JobPlan, request.Window);
        halfDays = [.. SlotRules.HalfDays(request.Clinician.GoodTimes, request.Window)];
        displaceable = Merge(
        [
            .. plan.Where(p => p.Entry.Activity is JobPlanActivity.Clinic or JobPlanActivity.WardRound or JobPlanActivity.Mdt).Select(p => (p.Start, p.End)),
            .. halfDays.Where(h => h.Said is GoodTime.Clinic).Select(h => (h.Start, h.End)),
        ]);
        var busy = Taken(request.Clinician);
        followed = request.Clinician.JobPlan.Count > 0 ? Merge([.. plan.Where(p => SlotRules.IsClinical(p.Entry.Activity)).Select(p => (p.Start, p.End))]) : busy;
        takenFromClinician = Merge(
        [
            .. busy,
            .. plan.Where(p => p.Entry.Activity is not (JobPlanActivity.Spa or JobPlanActivity.Admin)).Select(p => (p.Start, p.End)),
        ]);
        hostBusy = BusyByDay(Taken(request.Host));
    }

    /// <summary>What a start costs; meaningful only where it is allowed.</summary>
    public SlotCost CostOf(Instant start)
    {
        var end = start + request.Duration;
        var date = WorkingCalendar.DateOf(start);
        return new(
            DisplacedMinutes(start, end) + OverrunMinutes(end),
            GoodTimesRank(start, end),
            Period.DaysBetween(firstDay, date) / request.Options.SoonerStepDays,
            Steps(BrokenUp(start, end)),
            Steps(Duration.FromMinutes(hostBusy.GetValueOrDefault(date))));
    }

    /// <summary>Why a start is offered, in words for the clinician.</summary>
    public string ReasonFor(Instant start)
    {
        var end = start + request.Duration;
        var sentences = new List<string>();
        var displaced = DisplacedMinutes(start, end);
        if (displaced > 0)
            sentences.Add($"Displaces {Minutes(displaced)} of your {DisplacedWork(start, end)}, with {request.Options.DisplacementNoticeWeeks} weeks’ notice.");
        else if (request.Clinician.JobPlan.Count == 0)
            sentences.Add(request.Clinician.FreeBusy is FreeBusy.Known ? "The time is free in your calendar; we have no job plan of yours." : "We have no job plan of yours.");
        else
            sentences.Add($"No clinic or list is displaced; {Use(start, end)}.");
        if (OverrunMinutes(end) > 0)
        {
            var gap = (int)GapAfter(end).TotalMinutes;
            var what = request.Clinician.JobPlan.Count == 0 ? "Something in your calendar" : "Clinical work";
            sentences.Add(gap == 0 ? $"{what} follows straight after it." : $"{what} follows {Minutes(gap)} after it.");
        }

        if (GoodTimesRank(start, end) == 0)
            sentences.Add("You said that half-day suits you.");
        if (request.Clinician.FreeBusy is FreeBusy.Unknown)
            sentences.Add("We could not read your calendar, so please check that you are free.");
        if (request.Clinician.FreeBusy is FreeBusy.NotKept)
            sentences.Add("We do not see your calendar, so please check that you are free.");
        if (!WorkingCalendar.IsKnown(WorkingCalendar.DateOf(start)))
            sentences.Add("The bank holidays of that year are not published yet.");
        return string.Join(' ', sentences);
    }

    private int DisplacedMinutes(Instant start, Instant end) =>
        request.Mode is SlotMode.Chosen ? (int)displaceable.Aggregate(Duration.Zero, (sum, work) => sum + Overlap(work, start, end)).TotalMinutes : 0;

    private string DisplacedWork(Instant start, Instant end)
    {
        var work = plan.FirstOrDefault(p => p.Start < end && start < p.End
            && p.Entry.Activity is JobPlanActivity.Clinic or JobPlanActivity.WardRound or JobPlanActivity.Mdt);
        return work.Entry?.Activity switch
        {
            JobPlanActivity.WardRound => "ward round",
            JobPlanActivity.Mdt => "multidisciplinary team meeting",
            _ => "clinic",
        };
    }

    private int OverrunMinutes(Instant end)
    {
        var minutes = request.Options.OverrunMinutes(GapAfter(end));
        return request.Clinician.JobPlan.Count > 0 ? minutes : ((minutes * request.Options.ClinicalShareOfBusyPercent) + 99) / 100;
    }

    private Duration GapAfter(Instant end)
    {
        foreach (var (start, until) in followed)
            if (until > end)
                return Duration.Max(start - end, Duration.Zero);
        return Duration.MaxValue;
    }

    private int GoodTimesRank(Instant start, Instant end)
    {
        var (fine, clinic) = (Duration.Zero, false);
        foreach (var (from, to, said) in halfDays)
            if (from < end && start < to)
            {
                clinic |= said is GoodTime.Clinic;
                if (said is GoodTime.Fine)
                    fine += Overlap((from, to), start, end);
            }

        return clinic ? 2 : fine == request.Duration ? 0 : 1;
    }

    /// <summary>The shorter of the rests that are left of the free time on its day around a slot.</summary>
    private Duration BrokenUp(Instant start, Instant end)
    {
        var date = WorkingCalendar.DateOf(start);
        var hours = (request.Clinician.FreeBusy as FreeBusy.Known)?.Hours ?? request.Options.DefaultHours;
        var freeFrom = LocalWeek.At(date, hours.Start);
        var freeTo = LocalWeek.At(hours.End <= hours.Start ? date.PlusDays(1) : date, hours.End);
        foreach (var (from, to) in takenFromClinician)
        {
            if (to <= start && to > freeFrom)
                freeFrom = to;
            if (from >= end && from < freeTo)
                freeTo = from;
        }

        return Duration.Max(Duration.Min(start - freeFrom, freeTo - end), Duration.Zero);
    }

    private string Use(Instant start, Instant end)
    {
        var (spa, admin) = (0, 0);
        foreach (var planned in plan)
        {
            var minutes = (int)Overlap((planned.Start, planned.End), start, end).TotalMinutes;
            if (planned.Entry.Activity is JobPlanActivity.Spa)
                spa += minutes;
            else if (planned.Entry.Activity is JobPlanActivity.Admin)
                admin += minutes;
        }

        var parts = new List<string>();
        if (spa > 0)
            parts.Add($"{Minutes(spa)} of SPA time");
        if (admin > 0)
            parts.Add($"{Minutes(admin)} of admin time");
        if (parts.Count == 0)
            return "nothing in your job plan is planned then";
        return "uses " + string.Join(" and ", parts);
    }

    private int Steps(Duration duration) => (int)(duration.BclCompatibleTicks / request.Options.CalmStep.BclCompatibleTicks);

    private static string Minutes(int minutes) => minutes == 1 ? "1 minute" : $"{minutes} minutes";

    private List<(Instant Start, Instant End)> Taken(Diary diary) => Merge(
    [
        .. (diary.FreeBusy as FreeBusy.Known)?.Times
            .Where(t => t.Status is BusyStatus.Busy or BusyStatus.OutOfOffice or BusyStatus.Tentative && !IsOwn(t.Start, t.End))
            .Select(t => (t.Start, t.End)) ?? [],
        .. diary.Holds.Where(h => !IsOwn(h.Start, h.End)).Select(h => (h.Start, h.End)),
    ]);

    private bool IsOwn(Instant start, Instant end) => request.Own is { } own && own.Start == start && own.End == end;

    /// <summary>Minutes taken on each local date that the window touches.</summary>
    private Dictionary<LocalDate, int> BusyByDay(List<(Instant Start, Instant End)> taken)
    {
        var minutes = new Dictionary<LocalDate, int>();
        foreach (var date in LocalWeek.Dates(request.Window))
        {
            var (start, end) = (WorkingCalendar.StartOfDay(date), WorkingCalendar.StartOfDay(date.PlusDays(1)));
            minutes[date] = (int)taken.Aggregate(Duration.Zero, (sum, t) => sum + Overlap(t, start, end)).TotalMinutes;
        }

        return minutes;
    }

    private static Duration Overlap((Instant Start, Instant End) span, Instant start, Instant end)
    {
        var both = Instant.Min(span.End, end) - Instant.Max(span.Start, start);
        return Duration.Max(both, Duration.Zero);
    }

    /// <summary>The same time as separate spans in order, so that nothing is counted twice.</summary>
    private static List<(Instant Start, Instant End)> Merge(List<(Instant Start, Instant End)> spans)
    {
        spans.Sort();
        var merged = new List<(Instant Start, Instant End)>(spans.Count);
        foreach (var (start, end) in spans)
        {
            if (end <= start)
                continue;
            if (merged.Count > 0 && start <= merged[^1].End)
                merged[^1] = (merged[^1].Start, Instant.Max(end, merged[^1].End));
            else
                merged.Add((start, end));
        }

        return merged;
    }
}
