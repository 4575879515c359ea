using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>The pages of a project that only show.</summary>
internal static class ProjectEndpoints
{
    private const int TimelinePage = 60;

    public static void MapProjects(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/projects/{id:guid}", GetAsync).Needs(Permission.SeeProject);
        pages.MapGet("/projects/{id:guid}/events", EventsAsync).Needs(Permission.SeeProject);
        pages.MapGet("/projects/{id:guid}/news", NewsTagAsync).Needs(Permission.SeeProject);
    }

    private static async Task<IResult> GetAsync(ProjectQuery query, Guid id, string? done, long? before, CancellationToken cancellationToken)
    {
        var project = new ProjectId(id);
        if (await query.FindOverviewAsync(project, before, TimelinePage, cancellationToken) is { } view)
            return PageResult.Of<OverviewPage>(new { View = view, Done = DoneWords.Of(done) });
        return await query.FindRequestAsync(project, cancellationToken) is { } request
            ? PageResult.Of<PreparingPage>(new { Request = request })
            : PageResult.NotFound();
    }

    private static IResult EventsAsync(
        HttpRequest request, ProjectQuery query, IOptions<PortalOptions> options, Guid id, long? since, CancellationToken cancellationToken)
    {
        // A browser that comes back says what it saw last.
        var seen = long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : since ?? 0;
        return TypedResults.ServerSentEvents(NewsAsync(query, new ProjectId(id), seen, options.Value.LiveInterval, cancellationToken));
    }

    /// <summary>Whether there is news, for a page that asks from time to time: the number of the newest entry as the tag, and no body.</summary>
    private static async Task<IResult> NewsTagAsync(HttpContext http, ProjectQuery query, Guid id, CancellationToken cancellationToken)
    {
        var tag = $"\"{await query.LastSequenceAsync(new ProjectId(id), 0, cancellationToken)}\"";
        http.Response.Headers.ETag = tag;
        return Results.StatusCode(http.Request.Headers.IfNoneMatch.ToString() == tag ? StatusCodes.Status304NotModified : StatusCodes.Status204NoContent);
    }

    /// <summary>The number of the newest entry, each time there is a newer one.</summary>
    private static async IAsyncEnumerable<SseItem<long>> NewsAsync(
        ProjectQuery query, ProjectId id, long since, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A browser waits in real time, whatever time it is in the simulation.
        // An answer begins with its first item, and a page that waits for news should know at once that it is heard.
        yield return new SseItem<long>(since, "listening");
        using var timer = new PeriodicTimer(interval, TimeProvider.System);
        do
        {
            var last = await query.LastSequenceAsync(id, since, cancellationToken);
            if (last > since)
                yield return new SseItem<long>(since = last, "news") { EventId = last.ToString(CultureInfo.InvariantCulture) };
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
