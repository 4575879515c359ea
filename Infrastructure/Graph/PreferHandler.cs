using Microsoft.Kiota.Abstractions;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Asks on every request for ids that outlive a move to another folder, and for times in UTC. One request without it would bring home an id that is no good later.</summary>
internal sealed class PreferHandler : DelegatingHandler
{
    private static readonly string[] Wanted = ["IdType=\"ImmutableId\"", "outlook.timezone=\"UTC\""];

    /// <summary>Asks the same in a request that travels inside a batch and does not pass here by itself.</summary>
    public static void AddTo(RequestInformation inner) => inner.Headers.Add("Prefer", Wanted);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var wanted in Wanted)
            request.Headers.TryAddWithoutValidation("Prefer", wanted);
        return base.SendAsync(request, cancellationToken);
    }
}
