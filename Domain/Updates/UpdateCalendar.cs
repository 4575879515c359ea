using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using NodaTime;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>When updates go: by the project's rhythm, day and time, and to whom less often.</summary>
public static class UpdateCalendar
{
    /// <summary>Days by which a copy may be early for somebody's own rhythm: months and bank holidays move dates about.</summary>
    private const int Leeway = 3;

    /// <summary>
    /// The time of a project's nth update, from 1: counted from the day the panel was identified, so that a date that falls on a bank
    /// holiday or into a quiet period does not shift those after it. With a chosen day, a monthly update keeps to the same one of the
    /// month, as in every second Tuesday, and so never leaves a month out.
    /// </summary>
    public static Instant SendAt(Project project, int count, EngagementOptions options)
    {
        var first = WorkingTime.DateOf(project.IdentifiedAt ?? project.CreatedAt);
        var date = project.UpdateRhythm switch
        {
            UpdateRhythm.Weekly => OnDay(first.PlusWeeks(count), project.UpdateDay),
            UpdateRhythm.Fortnightly => OnDay(first.PlusWeeks(2 * count), project.UpdateDay),
            _ => InMonth(first, count, project.UpdateDay),
        };
        return AllowedOn(WorkingTime.At(date, TimeOf(project, options)), project, options);
    }

    /// <summary>The same time of day on the first day from then on that is neither a bank holiday nor in a quiet period.</summary>
    public static Instant AllowedOn(Instant moment, Project project, EngagementOptions options) =>
        WorkingTime.At(WorkingTime.DateOf(SendingTime.NextAllowed(moment, project.Nation, options)), TimeOf(project, options));

    /// <summary>True when this update is for that member, by how often they want one.</summary>
    /// <param name="member">Who.</param>
    /// <param name="project">The project.</param>
    /// <param name="lastCopy">When they last got one, or null.</param>
    /// <param name="now">The time of sending.</param>
    public static bool IsFor(PanelMember member, Project project, Instant? lastCopy, Instant now)
    {
        if (member.NoUpdatesAt is not null || member.UpdatesPausedUntil > now)
            return false;
        if (lastCopy is not { } last || member.OwnUpdateRhythm is not { } own || !IsLessOften(own, project.UpdateRhythm))
            return true;
        var next = own == UpdateRhythm.Monthly ? WorkingTime.DateOf(last).PlusMonths(1) : WorkingTime.DateOf(last).PlusWeeks(2);
        return WorkingTime.DateOf(now) >= next.PlusDays(-Leeway);
    }

    private static bool IsLessOften(UpdateRhythm own, UpdateRhythm projects) => own < projects;

    private static LocalTime TimeOf(Project project, EngagementOptions options) => project.UpdateTime ?? options.UpdateAt;

    private static LocalDate OnDay(LocalDate date, IsoDayOfWeek? day) => day is not { } chosen || date.DayOfWeek == chosen ? date : date.Next(chosen);

    private static LocalDate InMonth(LocalDate first, int count, IsoDayOfWeek? day)
    {
        if (day is not { } chosen)
            return first.PlusMonths(count);
        // A fifth one is not in every month.
        var nth = Math.Min(4, ((first.Day - 1) / 7) + 1);
        var month = first.PlusMonths(count);
        return OnDay(new LocalDate(month.Year, month.Month, 1), chosen).PlusWeeks(nth - 1);
    }
}
