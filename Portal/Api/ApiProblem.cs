using ClinicalEngagement.Infrastructure.Intake;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Api;

/// <summary>The one shape of errors on the API: <c>application/problem+json</c> with a stable type.</summary>
internal static class ApiProblem
{
    /// <summary>A problem in one sentence.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="type">A stable name; the type is <c>urn:clinical-engagement:problem:{type}</c>.</param>
    /// <param name="detail">What to do.</param>
    public static IResult Of(int status, string type, string detail) =>
        Results.Problem(detail, statusCode: status, type: TypeOf(type), title: Title(status));

    /// <summary>A request whose fields are wrong: <c>errors</c> names each field and what to do.</summary>
    public static IResult Invalid(IReadOnlyList<FieldError> errors) => Results.Problem(
        "Some fields need your attention; errors says which and what to do.",
        statusCode: StatusCodes.Status400BadRequest,
        type: TypeOf("invalid-engagement"),
        title: Title(StatusCodes.Status400BadRequest),
        extensions: new Dictionary<string, object?> { ["errors"] = errors.Select(e => new { field = e.Field, message = e.Message }).ToArray() });

    private static string TypeOf(string type) => $"urn:clinical-engagement:problem:{type}";

    private static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot begin an engagement yet",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status413PayloadTooLarge => "The request is too large",
        StatusCodes.Status415UnsupportedMediaType => "The request is not JSON",
        StatusCodes.Status422UnprocessableEntity => "The key was used before",
        _ => "The request could not be handled",
    };
}
