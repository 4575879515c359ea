using Microsoft.Kiota.Abstractions.Authentication;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Hands out the simulator's token, to the simulator's host only.</summary>
internal sealed class FixedTokenProvider(string token, string host) : IAccessTokenProvider
{
    public AllowedHostsValidator AllowedHostsValidator { get; } = new([host]);

    public Task<string> GetAuthorizationTokenAsync(
        Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(AllowedHostsValidator.IsUrlHostValid(uri) ? token : "");
}
