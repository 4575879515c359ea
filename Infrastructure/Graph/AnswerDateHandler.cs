using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Passes on what time Microsoft 365 has, from the <c>Date</c> (RFC 9110) of each of its answers.</summary>
/// <param name="seen">Told of it.</param>
internal sealed class AnswerDateHandler(Action<Instant> seen) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.Date is { } date)
            seen(Instant.FromDateTimeOffset(date));
        return response;
    }
}
