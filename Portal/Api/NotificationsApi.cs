using System.Text;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Portal.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Api;

/// <summary>The webhook of Graph's change notifications.</summary>
internal static class NotificationsApi
{
    private const int MaxBytes = 256_000;
    private const int MaxTokenLength = 1000;

    // A message of a storage queue holds 64 kB in Base64.
    private const int MaxMessageBytes = 40_000;

    public static void MapNotificationsApi(this IEndpointRouteBuilder api) =>
        api.MapPost("/graph/notifications", PostAsync)
            // Graph signs in nowhere; what it sends is believed by its clientState alone.
            .AllowAnonymous()
            // Not the API's own limit: a storm of them is what a busy tenant sends.
            .RequireRateLimiting(RateLimits.Notifications)
            .Produces(StatusCodes.Status202Accepted)
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithName("ReceiveGraphNotifications")
            .WithSummary("For Microsoft Graph: echoes the validation token, queues what carries the secret of a subscription of ours.");

    /// <summary>
    /// Queues what carries the secret of a subscription of ours, as it came. What doesn't is answered in the same way and dropped: who
    /// forges notifications learns nothing and costs nothing but the look.
    /// </summary>
    private static async Task<IResult> PostAsync(
        HttpRequest request, WatchList watches, [FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue queue, string? validationToken,
        CancellationToken cancellationToken)
    {
        // Graph proves the address by a token that must come back as plain text; nosniff keeps it from being anything else.
        if (validationToken is not null)
            return validationToken.Length <= MaxTokenLength
                ? Results.Text(validationToken, "text/plain", Encoding.UTF8)
                : ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-validation-token", "The validation token is too long.");
        if (await BoundedBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "Send at most 256 kB.");
        if (await watches.GenuineAsync(body, cancellationToken) is not { } items || items.Any(i => Encoding.UTF8.GetByteCount(i) > MaxMessageBytes))
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "not-a-notification", "Send a collection of change notifications.");
        foreach (var message in Pack(items))
            await queue.SendAsync(message, cancellationToken);
        return Results.Accepted();
    }

    /// <summary>The items in as few messages as a storage queue can carry.</summary>
    private static IEnumerable<string> Pack(IReadOnlyList<string> items)
    {
        var size = 0;
        var message = new List<string>();
        foreach (var item in items)
        {
            var bytes = Encoding.UTF8.GetByteCount(item) + 1;
            if (message.Count > 0 && size + bytes > MaxMessageBytes)
            {
                yield return Collection(message);
                message.Clear();
                size = 0;
            }

            message.Add(item);
            size += bytes;
        }

        if (message.Count > 0)
            yield return Collection(message);
    }

    private static string Collection(IEnumerable<string> items) => $"{{\"value\":[{string.Join(',', items)}]}}";
}
