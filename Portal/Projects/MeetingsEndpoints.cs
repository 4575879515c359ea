using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Scheduling;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Quiet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The meetings page: everybody's meeting, and one clinician's week with the lead.</summary>
internal static class MeetingsEndpoints
{
    public static void MapMeetings(this IEndpointRouteBuilder pages) => pages.MapGet("/projects/{id:guid}/meetings", GetAsync);

    private static async Task<IResult> GetAsync(
        ProjectQuery query, MemberWeeks weeks, CurrentSettings settings, Guid id, Guid? member, string? week, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var shown = member is { } asked
            ? view.Members.FirstOrDefault(m => m.Id == new PanelMemberId(asked))
            : view.Members.FirstOrDefault(m => view.LastMeeting(m.Id) is { IsOpen: true }) ?? view.Members.FirstOrDefault();
        if (member is not null && shown is null)
            return PageResult.NotFound();
        var drawn = shown is null ? null : await weeks.FindAsync(view.Project.Id, shown.Id, MondayOf(view, shown, week), cancellationToken);
        return PageResult.Of<MeetingsPage>(new { View = view, Member = shown, Week = drawn, InQuietPeriod = QuietBooking.Of(view, settings.Options).Count });
    }

    /// <summary>The week that was asked for, else the one of their meeting, else the present one.</summary>
    private static LocalDate MondayOf(ProjectView view, PanelMember member, string? week)
    {
        var today = view.Now.InZone(TimeWords.Zone).Date;
        var day = LocalDatePattern.Iso.Parse(week ?? "") is { Success: true, Value: var date } && Math.Abs(Period.DaysBetween(today, date)) < 366
            ? date
            : view.LastMeeting(member.Id) is { IsOpen: true } open ? open.Start.InZone(TimeWords.Zone).Date : today;
        return day.PlusDays(1 - (int)day.DayOfWeek);
    }
}
