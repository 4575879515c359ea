using System.Text;
using System.Text.Json;
using ClinicalEngagement.Infrastructure.Queues;
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
            .Produces(StatusCodes.Status202Accepted)
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .WithName("ReceiveGraphNotifications")
            .WithSummary("For Microsoft Graph: echoes the validation token, queues everything else.");

    /// <summary>
    /// The body is queued as it came. Who takes it off the queue checks each item's <c>clientState</c> (GraphNotifications.TryRead) before
    /// anything is believed; a forged one costs a message.
    /// </summary>
    private static async Task<IResult> PostAsync(
        HttpRequest request, [FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue queue, string? validationToken, CancellationToken cancellationToken)
    {
        // Graph proves the address by a token that must come back as plain text; nosniff keeps it from being anything else.
        if (validationToken is not null)
            return validationToken.Length <= MaxTokenLength
                ? Results.Text(validationToken, "text/plain", Encoding.UTF8)
                : ApiProblem.Of(StatusCodes.Status400BadRequest, "bad-validation-token", "The validation token is too long.");
        if (await BoundedBody.ReadAsync(request, MaxBytes, cancellationToken) is not { } body)
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "Send at most 256 kB.");
        if (Split(body) is not { } messages)
            return ApiProblem.Of(StatusCodes.Status400BadRequest, "not-a-notification", "Send a collection of change notifications.");
        foreach (var message in messages)
            await queue.SendAsync(message, cancellationToken);
        return Results.Accepted();
    }

    /// <summary>The collection in messages that a storage queue can carry, or null when it is no collection.</summary>
    private static List<string>? Split(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16 });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Array)
                return null;
            var messages = new List<string>();
            var items = new List<string>();
            foreach (var item in value.EnumerateArray().Select(i => i.GetRawText()))
            {
                if (Encoding.UTF8.GetByteCount(item) > MaxMessageBytes)
                    return null;
                if (items.Sum(Encoding.UTF8.GetByteCount) + Encoding.UTF8.GetByteCount(item) > MaxMessageBytes)
                    Flush();
                items.Add(item);
            }
            Flush();
            return messages;

            void Flush()
            {
                if (items.Count > 0)
                    messages.Add($"{{\"value\":[{string.Join(',', items)}]}}");
                items.Clear();
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
