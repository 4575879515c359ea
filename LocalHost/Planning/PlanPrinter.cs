using System.Globalization;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Messages;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;

namespace ClinicalEngagement.LocalHost.Planning;

/// <summary>Prints a plan for a terminal: the weeks, every meeting with its reason, what has no time and why.</summary>
internal sealed class PlanPrinter(IAnsiConsole console, IReadOnlyList<MeetingToPlan> batch, PanelPlan plan)
{
    private static readonly LocalTime From = new(8, 0);
    private static readonly LocalTime To = new(18, 0);
    private static readonly LocalDatePattern DayPattern = LocalDatePattern.CreateWithInvariantCulture("ddd d MMM");
    private static readonly LocalTimePattern ClockPattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>Everything that the plan came to.</summary>
    public void Plan(TimeSpan time)
    {
        Weeks();
        foreach (var planned in plan.Planned)
            Meeting(planned);
        foreach (var unplanned in plan.Unplanned)
            NoTime(unplanned);
        console.WriteLine();
        console.WriteLine($"{plan.Planned.Count} of {batch.Count} meetings have a time; {plan.ClinicalMinutesAtRisk} clinical minutes at risk, {OneByOne()}.");
        console.WriteLine(plan.IsProven
            ? $"Proven: no plan of these meetings is better. Cost {plan.Cost}, bound {plan.Bound}, {Milliseconds(time)} ms."
            : $"Not proven: the time was up. Cost {plan.Cost}, bound {plan.Bound}: at most {Gap()} worse than the best, {Milliseconds(time)} ms.");
    }

    /// <summary>The week of one meeting: what stands in its way, what is open, what was taken.</summary>
    public void Week(MeetingToPlan meeting, Instant? asked)
    {
        var planned = plan.Planned.FirstOrDefault(p => p.Key == meeting.Key);
        var day = WorkingCalendar.DateOf(asked ?? planned?.Slot.Start ?? meeting.Request.Window.Start);
        var monday = day.PlusDays(1 - (int)day.DayOfWeek);
        var window = new Interval(WorkingCalendar.StartOfDay(monday), WorkingCalendar.StartOfDay(monday.PlusDays(5)));
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{meeting.Key}, week of {DayPattern.Format(monday)}[/]");
        foreach (var drawn in DiaryWeek.Of(meeting.Request with { Window = window }, From, To))
        {
            console.WriteLine($"  {DayPattern.Format(drawn.Date)}");
            foreach (var span in drawn.Spans)
            {
                var words = span.Refusals.Count > 0
                    ? string.Join(" ", span.Refusals.Select(r => SlotWords.AboutThem(r.Words)).Distinct())
                    : span.Uses.Count > 0 ? $"Open: {string.Join(", ", span.Uses.Select(Use))}." : "Open.";
                console.WriteLine($"    {ClockPattern.Format(span.From)}–{ClockPattern.Format(span.To)}  {words}");
            }
        }

        if (planned is not null)
            console.WriteLine($"  Planned for {MeetingTime.Long(planned.Slot.Start)}.");
    }

    /// <summary>Why that start was not taken: every rule that excludes it, or what it would have cost.</summary>
    public void WhyNot(MeetingToPlan meeting, Instant start)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{meeting.Key} at {MeetingTime.Long(start)}[/]");
        var refusals = SlotSearch.WhyNot(meeting.Request, start);
        foreach (var refusal in refusals)
            console.WriteLine($"  {refusal.Rule} ({refusal.Party}): {SlotWords.AboutThem(refusal.Words)}");
        if (refusals.Count > 0 || SlotSearch.Price(meeting.Request, start) is not { } slot)
            return;
        var planned = plan.Planned.FirstOrDefault(p => p.Key == meeting.Key);
        if (planned?.Slot.Start == start)
        {
            console.WriteLine($"  This is its time. {SlotWords.AboutThem(slot.Reason)}");
            return;
        }

        console.WriteLine($"  No rule excludes it. {SlotWords.AboutThem(slot.Reason)}");
        var rivals = plan.Planned.Where(p => p.Key != meeting.Key && Clashes(p, meeting, slot)).Select(p => p.Key).ToList();
        if (rivals.Count > 0)
            console.WriteLine($"  In this plan it is needed for {string.Join(", ", rivals)}.");
        else if (planned is not null)
            console.WriteLine($"  The time taken is better: {Costs(planned.Slot.Cost)}; this one: {Costs(slot.Cost)}.");
    }

    private void Weeks()
    {
        var names = plan.Planned.ToDictionary(p => p.Key, p => batch.First(m => m.Key == p.Key));
        foreach (var week in plan.Planned.GroupBy(p => Monday(p.Slot.Start)).OrderBy(w => w.Key))
        {
            var table = new Table().Border(TableBorder.Rounded).Title($"Week of {DayPattern.Format(week.Key)}");
            var days = Enumerable.Range(0, 5).Select(week.Key.PlusDays).ToArray();
            foreach (var day in days)
                table.AddColumn(DayPattern.Format(day));
            table.AddRow([.. days.Select(day => Markup.Escape(string.Join('\n', week
                .Where(p => WorkingCalendar.DateOf(p.Slot.Start) == day).OrderBy(p => p.Slot.Start)
                .Select(p => $"{MeetingTime.Clock24(p.Slot.Start)} {names[p.Key].Clinician} ({names[p.Key].Host}){(p.IsAgreed ? ", agreed" : "")}"))))]);
            console.Write(table);
        }
    }

    private void Meeting(PlannedMeeting planned)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{planned.Key}[/]: {MeetingTime.Long(planned.Slot.Start)}{(planned.IsAgreed ? " (agreed, stays)" : "")}");
        console.WriteLine($"  {SlotWords.AboutThem(planned.Slot.Reason)} {planned.Slot.ClinicalMinutesAtRisk} clinical minutes at risk.");
        if (planned.Alternatives.Count > 0)
            console.WriteLine($"  Or {string.Join("; or ", planned.Alternatives.Select(a => MeetingTime.Long(a.Start)))}.");
    }

    private void NoTime(UnplannedMeeting unplanned)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{unplanned.Key}[/]: [red]no time[/]");
        console.WriteLine(unplanned.Search switch
        {
            SlotSearchResult.CalendarUnknown unknown => $"  A calendar could not be read: {string.Join(" and ", unknown.Who.Select(w => w.ToString().ToLowerInvariant()))}.",
            SlotSearchResult.NoneInWindow none => $"  No start of the window is allowed. Ruled out by {string.Join(", ", none.Excluded.Take(4).Select(e => $"{e.Rule} of the {e.Party.ToString().ToLowerInvariant()} ({e.Starts} of {none.Starts})"))}.",
            _ => $"  It cannot stand beside {string.Join(", ", unplanned.Rivals)}.",
        });
        if (unplanned.WouldHelp.Count > 0)
            console.WriteLine($"  It would have a time if this gave way: {string.Join(", ", unplanned.WouldHelp)}.");
    }

    private string OneByOne() => plan.ClinicalMinutesOneByOne is { } minutes
        ? $"one by one it would have been {minutes}"
        : $"one by one {plan.Planned.Count(p => p.OneByOne is null)} of them would have been left without";

    private string Gap() => plan.Cost == 0 ? "0 %" : $"{(double)(plan.Cost - plan.Bound) / (double)plan.Cost * 100:0.##} %";

    private bool Clashes(PlannedMeeting planned, MeetingToPlan meeting, Slot slot)
    {
        var other = batch.First(m => m.Key == planned.Key);
        var shared = other.Host == meeting.Host || other.Clinician == meeting.Clinician || other.Host == meeting.Clinician || other.Clinician == meeting.Host;
        var buffer = other.Host == meeting.Host ? meeting.Request.Options.HostBufferAfter : Duration.Zero;
        return shared && planned.Slot.Start < slot.End + buffer && slot.Start < planned.Slot.End + buffer;
    }

    private static string Costs(SlotCost cost) =>
        $"{cost.ClinicalMinutesAtRisk} minutes at risk, {(cost.GoodTimesRank == 0 ? "on a half-day that suits" : "nothing said of the half-day")}, {cost.Later} weeks later, {cost.BrokenUp} half-hours broken off, {cost.HostBusy} half-hours of a busy host";

    private static string Use(JobPlanActivity activity) => activity switch
    {
        JobPlanActivity.Spa => "SPA time",
        JobPlanActivity.Admin => "admin time",
        _ => activity.ToString().ToLowerInvariant(),
    };

    private static LocalDate Monday(Instant at)
    {
        var day = WorkingCalendar.DateOf(at);
        return day.PlusDays(1 - (int)day.DayOfWeek);
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
