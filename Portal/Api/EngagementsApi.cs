using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Api;

/// <summary>Engagements over HTTP.</summary>
internal static class EngagementsApi
{
    private const string KeyHeader = "Idempotency-Key";
    private const int DefaultPage = 50;
    private const int MaxPage = 200;

    public static void MapEngagementsApi(this IEndpointRouteBuilder api)
    {
        api.MapPost("/engagements", PostAsync)
            .Needs(Permission.BeginEngagement)
            .Accepts<EngagementRequest>("application/json")
            .Produces<AcceptedEngagement>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("BeginEngagement")
            .WithSummary("Begins an engagement; with an Idempotency-Key the same request is done once.");
        api.MapGet("/engagements", ListAsync)
            .Needs(Permission.SignedIn)
            .Produces<ApiPage<EngagementLine>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("ListEngagements")
            .WithSummary("The engagements that the caller may see, the newest first, page by page: ask on with the answer's next as after.");
        api.MapGet("/engagements/{id:guid}/timeline", TimelineAsync)
            .Needs(Permission.SeeProject)
            .Produces<ApiPage<TimelineLine>>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("GetTimeline")
            .WithSummary("What happened, the newest first, page by page: ask on with the answer's next as before.");
        api.MapGet("/engagements/{id:guid}", GetAsync)
            .Needs(Permission.SeeProject)
            .Produces<EngagementState>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("GetEngagement")
            .Produces(StatusCodes.Status304NotModified)
            .WithSummary("Where an engagement stands. Nobody's position, power or notes are in it. With If-None-Match, 304 while nothing has changed.");
    }

    private static async Task<IResult> PostAsync(
        HttpRequest http, IntakeService intake, [FromHeader(Name = KeyHeader)] string? idempotencyKey, CancellationToken cancellationToken)
    {
        // Only JSON: a form on another site can post text, but not JSON, without being asked first.
        if (!http.HasJsonContentType())
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "not-json", "Send the engagement as application/json.");
        if (http.Headers.ContainsKey(KeyHeader) && (string.IsNullOrWhiteSpace(idempotencyKey) || idempotencyKey.Length > IntakeService.MaxKeyLength || idempotencyKey.Any(char.IsControl)))
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-idempotency-key", $"Give an {KeyHeader} of 1 to {IntakeService.MaxKeyLength} characters, or leave the header out.");
        if (await BoundedBody.ReadAsync(http, EngagementRequestReader.MaxBytes, cancellationToken) is not { } body)
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "Send at most 1 MB. Leave out what can be completed later.");
        if (EngagementRequestReader.Read(body.Span) is not ReadRequest.Read read)
            return ApiProblem.Invalid([((ReadRequest.Refused)EngagementRequestReader.Read(body.Span)).Error]);
        if (intake.Check(read.Request) is { Count: > 0 } errors)
            return ApiProblem.Invalid(errors);
        if (!ProjectAccess.MayBegin(PortalUser.Of(http.HttpContext.User), read.Request))
            return ApiProblem.Of(StatusCodes.Status403Forbidden, "not-yours", "Messages go out in the lead’s name: begin an engagement that you lead or co-lead.");
        return Answer(
            await intake.ReceiveAsync(read.Request, "api", idempotencyKey, cancellationToken),
            $"This {KeyHeader} was used for another request. Use a new key for a new request.");
    }

    private static async Task<IResult> GetAsync(HttpContext http, ProjectQuery query, Guid id, CancellationToken cancellationToken)
    {
        var project = new ProjectId(id);
        if (await query.FindAsync(project, cancellationToken) is { } view)
            return TaggedResult.Of(http, EngagementState.Of(view));
        return await query.FindRequestAsync(project, cancellationToken) is { } request
            ? TaggedResult.Of(
                http, new EngagementState { Id = project.ToString(), State = request.State == RequestState.DeadLetter ? "failed" : "received", Page = PageOf(project) })
            : NotFound();
    }

    /// <summary>The answer to a request by whichever door.</summary>
    /// <param name="result">What came of it.</param>
    /// <param name="changed">What to do when its key was used before for another one.</param>
    internal static IResult Answer(IntakeResult result, string changed) => result switch
    {
        IntakeResult.Accepted accepted => Accepted(accepted.Project),
        IntakeResult.Replayed replayed => Accepted(replayed.Project),
        IntakeResult.Invalid invalid => ApiProblem.Invalid(invalid.Errors),
        _ => ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, "changed-body", changed),
    };

    private static async Task<IResult> ListAsync(HttpContext http, ProjectQuery query, int? limit, Guid? after, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxPage)
            return BadLimit();
        var all = await query.ListAsync(PortalUser.Of(http.User), cancellationToken);
        var from = after is { } last ? all.TakeWhile(p => p.Id.Value != last).Count() + 1 : 0;
        var page = all.Skip(from).Take(limit ?? DefaultPage).ToArray();
        return TaggedResult.Of(http, new ApiPage<EngagementLine>([.. page.Select(EngagementLine.Of)], from + page.Length < all.Count ? page[^1].Id.ToString() : null));
    }

    private static async Task<IResult> TimelineAsync(HttpContext http, ProjectQuery query, Guid id, int? limit, long? before, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxPage)
            return BadLimit();
        var page = await query.ReadTimelineAsync(new ProjectId(id), before, limit ?? DefaultPage, cancellationToken);
        return page.Entries.Count == 0 && before is null
            ? NotFound()
            : TaggedResult.Of(http, new ApiPage<TimelineLine>([.. page.Entries.Select(TimelineLine.Of)], page.Earlier?.ToString(CultureInfo.InvariantCulture)));
    }

    private static IResult NotFound() => ApiProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is no engagement at this address. Check the id.");

    private static IResult BadLimit() => ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-limit", $"Give a limit from 1 to {MaxPage}, or leave it out.");

    private static IResult Accepted(ProjectId project) =>
        Results.Json(new AcceptedEngagement(project.ToString(), PageOf(project)), ApiJson.Options, statusCode: StatusCodes.Status202Accepted)
            .WithLocation($"/api/engagements/{project}");

    internal static string PageOf(ProjectId project) => $"/projects/{project}";
}
