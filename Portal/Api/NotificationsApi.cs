using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Api;

/// <summary>The webhook of Graph's change notifications.</summary>
internal static class NotificationsApi
{
    private const int MaxBytes = 256_000;

    public static void MapNotificationsApi(this IEndpointRouteBuilder api) =>
        api.MapPost("/graph/notifications", PostAsync)
            .Produces(StatusCodes.Status202Accepted)
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("ReceiveGraphNotifications")
            .WithSummary("For Microsoft Graph: echoes the validation token, queues everything else.");

    private static async Task<IResult> PostAsync(
        HttpRequest request, [FromServices] INotificationQueue? queue, string? validationToken, CancellationToken cancellationToken)
    {
        // Graph proves the address by a token that must come back as plain text; nosniff keeps it from being anything else.
        if (validationToken is not null)
            return validationToken.Length <= 1000
                ? Results.Text(validationToken, "text/plain", Encoding.UTF8)
                : ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-validation-token", "The validation token is too long.");
        if (await BoundedBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "Send at most 256 kB.");
        if (!IsNotificationCollection(body))
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "not-a-notification", "Send a collection of change notifications.");
        if (queue is null)
            return ApiProblem.Of(StatusCodes.Status503ServiceUnavailable, "not-listening", "This host reads calendars on a timer and takes no notifications.");
        await queue.EnqueueAsync(Encoding.UTF8.GetString(body.Span), cancellationToken);
        return Results.Accepted();
    }

    private static bool IsNotificationCollection(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("value", out var value)
                && value.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
