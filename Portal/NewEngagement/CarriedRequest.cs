using System.Text;
using System.Text.Json;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>
/// A request in a hidden field between the form and its last page, so that nothing is kept on the server before the lead has sent it.
/// It is the sender's own and is checked again when it is sent.
/// </summary>
internal static class CarriedRequest
{
    public static string Write(EngagementRequest request) => JsonSerializer.Serialize(request, IntakeJson.Options);

    /// <summary>The request, or null when the field was tampered with or cut off.</summary>
    public static EngagementRequest? Read(string? text) =>
        text is { Length: > 0 and <= EngagementRequestReader.MaxBytes } && EngagementRequestReader.Read(Encoding.UTF8.GetBytes(text)) is ReadRequest.Read read
            ? read.Request
            : null;
}
