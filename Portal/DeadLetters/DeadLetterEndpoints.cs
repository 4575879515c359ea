using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.DeadLetters;

/// <summary>Requests that failed five times or could not be understood, and notifications that could not be acted on.</summary>
internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/dead-letters", GetAsync).Needs(Permission.Administer);
        pages.MapPost("/dead-letters/{id:guid}/retry", RetryAsync).Needs(Permission.Administer);
        pages.MapPost("/dead-letters/{id:guid}/set-aside", SetAsideAsync).Needs(Permission.Administer);
    }

    private static async Task<IResult> GetAsync(IEngagementStore store, string? done, CancellationToken cancellationToken)
    {
        var dead = await store.ReadAsync((reader, token) => reader.ListAsync<StoredRequest>(r => r.State == RequestState.DeadLetter, token), cancellationToken);
        return PageResult.Of<DeadLettersPage>(new { Requests = dead, Done = done });
    }

    private static async Task<IResult> RetryAsync(IntakeService intake, FailedNotifications notifications, Guid id, CancellationToken cancellationToken)
    {
        // Each puts back only what is its own.
        if (!await intake.RetryAsync(new RequestId(id), cancellationToken))
            await notifications.RetryAsync(new RequestId(id), cancellationToken);
        return PageResult.SeeOther("/dead-letters?done=retried");
    }

    private static async Task<IResult> SetAsideAsync(IntakeService intake, Guid id, CancellationToken cancellationToken)
    {
        await intake.SetAsideAsync(new RequestId(id), cancellationToken);
        return PageResult.SeeOther("/dead-letters?done=set-aside");
    }
}
