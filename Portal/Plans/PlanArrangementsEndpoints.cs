using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>The last two short pages of the plan: who meets whom, and when updates go.</summary>
internal static class PlanArrangementsEndpoints
{
    private const string Root = "/projects/{id:guid}/plan";

    public static void MapPlanArrangements(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Root + "/meetings", MeetingsAsync);
        pages.MapPost(Root + "/meetings", SaveMeetingsAsync);
        pages.MapGet(Root + "/updates", UpdatesAsync);
    }

    private static async Task<IResult> UpdatesAsync(ProjectQuery query, Guid id, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view ? PageResult.Of<PlanUpdatesPage>(new { View = view }) : PageResult.NotFound();

    private static async Task<IResult> MeetingsAsync(ProjectQuery query, EngagementOptions options, Guid id, CancellationToken cancellationToken) =>
        await query.FindAsync(new ProjectId(id), cancellationToken) is { } view
            ? PageResult.Of<PlanMeetingsPage>(new { View = view, Minutes = options.MeetingMinutes })
            : PageResult.NotFound();

    private static async Task<IResult> SaveMeetingsAsync(
        HttpContext http, ProjectQuery query, MeetingFacts facts, EngagementOptions options, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        foreach (var member in view.Members)
        {
            // Whoever came onto the panel meanwhile is not on the form and stays as they are.
            if (!Enum.TryParse<MeetingHost>(form[$"host-{member.Id}"], out var host) || !Enum.IsDefined(host) || host == member.Host)
                continue;
            if (await facts.SetHostAsync(member.Id, host, cancellationToken) is FactResult.Refused refused)
                return PageResult.Of<PlanMeetingsPage>(
                    new { View = view, Minutes = options.MeetingMinutes, Errors = FormErrors.Of($"host-{member.Id}", $"{member.Name}: {refused.Words}", form) },
                    StatusCodes.Status400BadRequest);
        }

        return PageResult.SeeOther($"/projects/{id:N}/plan?done=hosts");
    }
}
