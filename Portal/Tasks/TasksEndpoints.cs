using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Home;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Tasks;

/// <summary>Everything that waits for a person, over all projects, in one list.</summary>
internal static class TasksEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder pages) => pages.MapGet("/tasks", GetAsync).Needs(Permission.SignedIn);

    private static async Task<IResult> GetAsync(HttpContext http, HomeQuery query, string? who, CancellationToken cancellationToken)
    {
        TaskFor? whom = who switch { "lead" => TaskFor.Lead, "co-lead" => TaskFor.CoLead, _ => null };
        return PageResult.Of<TasksPage>(new { View = await query.ReadAsync(PortalUser.Of(http.User), cancellationToken), For = whom });
    }
}
