using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Api;
using ClinicalEngagement.Portal.Home;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Measures;

/// <summary>How engagements go, as pages, CSV and JSON.</summary>
internal static class MeasuresEndpoints
{
    public static void MapMeasures(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/measures", async (HttpContext http, HomeQuery home, MeasuresQuery query, CancellationToken cancellationToken) =>
            PageResult.Of<MeasuresPage>(new { View = await query.ReadAsync(await VisibleAsync(http, home, cancellationToken), cancellationToken) })).Needs(Permission.SignedIn);
        pages.MapGet("/projects/{id:guid}/measures", async (ProjectQuery projects, MeasuresQuery query, Guid id, CancellationToken cancellationToken) =>
            await projects.FindAsync(new ProjectId(id), cancellationToken) is { } view && await query.FindAsync(view.Project.Id, cancellationToken) is { } measures
                ? PageResult.Of<ProjectMeasuresPage>(new { View = view, measures.Measures })
                : PageResult.NotFound()).Needs(Permission.SeeProject);
    }

    public static void MapMeasuresApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/measures", async (HttpContext http, HomeQuery home, MeasuresQuery query, CancellationToken cancellationToken) =>
                Results.Json(await query.ReadAsync(await VisibleAsync(http, home, cancellationToken), cancellationToken), ApiJson.Options))
            .Needs(Permission.SignedIn)
            .Produces<MeasuresView>()
            .WithName("GetMeasures")
            .WithSummary("How the engagements you may see go: each project and over all. Figures over whole panels; no number per person.");
        api.MapGet("/measures.csv", async (HttpContext http, HomeQuery home, MeasuresQuery query, CancellationToken cancellationToken) =>
                MeasuresCsv.Of(await query.ReadAsync(await VisibleAsync(http, home, cancellationToken), cancellationToken)))
            .Needs(Permission.SignedIn)
            .Produces<string>(StatusCodes.Status200OK, "text/csv")
            .WithName("GetMeasuresAsCsv")
            .WithSummary("The same as CSV for a spreadsheet. A name that would begin a formula is made plain text.");
        api.MapGet("/engagements/{id:guid}/measures", async (MeasuresQuery query, Guid id, CancellationToken cancellationToken) =>
                await query.FindAsync(new ProjectId(id), cancellationToken) is { } measures
                    ? Results.Json(measures, ApiJson.Options)
                    : ApiProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is no engagement at this address. Check the id."))
            .Needs(Permission.SeeProject)
            .Produces<ProjectMeasures>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("GetEngagementMeasures")
            .WithSummary("How one engagement goes, in figures over its whole panel.");
    }

    private static async Task<IEnumerable<Project>> VisibleAsync(HttpContext http, HomeQuery home, CancellationToken cancellationToken) =>
        (await home.ReadAsync(PortalUser.Of(http.User), cancellationToken)).Projects.Select(p => p.Project);
}
