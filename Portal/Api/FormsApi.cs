using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Portal.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Api;

/// <summary>Responses of the trust's form in Microsoft Forms, passed on by its flow.</summary>
internal static class FormsApi
{
    public static void MapFormsApi(this IEndpointRouteBuilder api) =>
        api.MapPost("/forms/engagements", PostAsync)
            .Needs(Permission.HandInForOthers)
            .Accepts<FormsResponse>("application/json")
            .Produces<AcceptedEngagement>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithName("BeginEngagementFromForms")
            .WithSummary("Begins an engagement from a response of Microsoft Forms; the response's number is its key.");

    private static async Task<IResult> PostAsync(HttpRequest http, MessageIntake messages, CancellationToken cancellationToken)
    {
        if (!http.HasJsonContentType())
            return ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "not-json", "Send the response as application/json.");
        if (await BoundedBody.ReadAsync(http, EngagementRequestReader.MaxBytes, cancellationToken) is not { } body)
            return ApiProblem.Of(StatusCodes.Status413PayloadTooLarge, "too-large", "Send at most 1 MB. Leave out what can be completed later.");
        return EngagementsApi.Answer(
            await messages.ReceiveFormsAsync(body, cancellationToken),
            "This response was passed on before with other answers. Change the project on its page instead.");
    }
}
