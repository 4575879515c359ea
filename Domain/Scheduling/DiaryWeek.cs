using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>One stretch of a day, over which the same is true of two diaries.</summary>
/// <param name="From">Local time, on the resolution.</param>
/// <param name="To">Local time; midnight is the end of the day.</param>
/// <param name="Refusals">Every rule that keeps a meeting out of it; empty where one can be.</param>
/// <param name="Uses">What the clinician's job plan has then.</param>
public sealed record DiarySpan(LocalTime From, LocalTime To, IReadOnlyList<SlotRefusal> Refusals, IReadOnlyList<JobPlanActivity> Uses);

/// <summary>One day of two diaries, from its first to its last hour that is drawn.</summary>
/// <param name="Date">The local date.</param>
/// <param name="Spans">In order, without gaps.</param>
public sealed record DiaryDay(LocalDate Date, IReadOnlyList<DiarySpan> Spans);

/// <summary>Draws what stands in two people's way, stretch by stretch: the picture behind every time that is offered or not.</summary>
public static class DiaryWeek
{
    /// <summary>The days that the request's window touches.</summary>
    /// <param name="request">The request; its length of a meeting does not matter, each stretch is judged for itself.</param>
    /// <param name="from">The local time at which each day begins to be drawn.</param>
    /// <param name="to">The local time at which it ends.</param>
    /// <exception cref="ArgumentException">A value of the request is out of its range.</exception>
    public static IReadOnlyList<DiaryDay> Of(SlotRequest request, LocalTime from, LocalTime to)
    {
        request.Check();
        var step = request.Options.Resolution;
        var (first, last) = (WorkingCalendar.DateOf(request.Window.Start), WorkingCalendar.DateOf(request.Window.End - Duration.FromTicks(1)));
        var window = new Interval(WorkingCalendar.StartOfDay(first), WorkingCalendar.StartOfDay(last.PlusDays(1)));
        var exclusions = SlotRules.For(request with { Duration = step, Window = window });
        var plan = LocalWeek.LayOut(request.Clinician.JobPlan, window);
        var days = new List<DiaryDay>();
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            var spans = new List<DiarySpan>();
            var end = LocalWeek.At(date, to);
            for (var start = LocalWeek.At(date, from); start + step <= end; start += step)
            {
                SlotRefusal[] refusals = [.. exclusions.Where(e => e.Excludes(start)).Select(e => e.Refusal).Distinct()];
                JobPlanActivity[] uses = [.. plan.Where(p => p.Start < start + step && start < p.End).Select(p => p.Entry.Activity).Distinct()];
                var until = (start + step).InZone(WorkingCalendar.Zone).TimeOfDay;
                if (spans is [.., var before] && before.Refusals.SequenceEqual(refusals) && before.Uses.SequenceEqual(uses))
                    spans[^1] = before with { To = until };
                else
                    spans.Add(new(start.InZone(WorkingCalendar.Zone).TimeOfDay, until, refusals, uses));
            }

            days.Add(new(date, spans));
        }

        return days;
    }
}
