namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Asks on every request for ids that outlive a move to another folder, and for times in UTC. One request without it would bring home an id that is no good later.</summary>
internal sealed class PreferHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("Prefer", "IdType=\"ImmutableId\"");
        request.Headers.TryAddWithoutValidation("Prefer", "outlook.timezone=\"UTC\"");
        return base.SendAsync(request, cancellationToken);
    }
}
