using ClinicalEngagement.Domain;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.BoardPaper;

/// <summary>One printable page of a project that names nobody.</summary>
internal static class BoardPaperEndpoints
{
    public static void MapBoardPaper(this IEndpointRouteBuilder pages) => pages.MapGet("/projects/{id:guid}/board-paper", GetAsync).Needs(Permission.SeeBoardPaper);

    private static async Task<IResult> GetAsync(HttpContext http, ProjectQuery query, ProjectAccess access, Guid id, CancellationToken cancellationToken)
    {
        if (await query.FindAsync(new ProjectId(id), cancellationToken) is not { } view)
            return PageResult.NotFound();
        var maySeeProject = await access.MayAsync(PortalUser.Of(http.User), Permission.SeeProject, view.Project.Id, cancellationToken);
        return PageResult.Of<BoardPaperPage>(new { Paper = BoardPaperView.Of(view), MaySeeProject = maySeeProject });
    }
}
