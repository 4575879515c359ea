using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Says at start what is missing or out of range in <see cref="GraphOptions"/>; every fault at once, none of them with a secret in it.</summary>
internal sealed class GraphOptionsValidator : IValidateOptions<GraphOptions>
{
    public ValidateOptionsResult Validate(string? name, GraphOptions options)
    {
        var faults = Faults(options).ToArray();
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(GraphOptions options)
    {
        var isLoopback = options.BaseAddress.IsAbsoluteUri && options.BaseAddress.IsLoopback;
        if (!options.BaseAddress.IsAbsoluteUri || (options.BaseAddress.Scheme != Uri.UriSchemeHttps && !isLoopback))
            yield return "Graph:BaseAddress must be an absolute https address; http is for loopback only.";

        switch (options.Credential)
        {
            case GraphCredential.FixedToken:
                if (string.IsNullOrWhiteSpace(options.Token))
                    yield return "Graph:Token is required with the credential FixedToken.";
                if (!isLoopback)
                    yield return "Graph:Credential FixedToken is for a simulator on loopback only.";
                break;
            case GraphCredential.Secret:
                if (string.IsNullOrWhiteSpace(options.TenantId) || string.IsNullOrWhiteSpace(options.ClientId) || string.IsNullOrWhiteSpace(options.ClientSecret))
                    yield return "Graph:TenantId, Graph:ClientId and Graph:ClientSecret are required with the credential Secret.";
                break;
            case GraphCredential.Certificate:
                if (string.IsNullOrWhiteSpace(options.TenantId) || string.IsNullOrWhiteSpace(options.ClientId) || string.IsNullOrWhiteSpace(options.CertificatePath))
                    yield return "Graph:TenantId, Graph:ClientId and Graph:CertificatePath are required with the credential Certificate.";
                break;
            case GraphCredential.ManagedIdentity:
                break;
            default:
                yield return "Graph:Credential must be ManagedIdentity, Secret, Certificate or FixedToken.";
                break;
        }

        if (!string.IsNullOrWhiteSpace(options.SharedMailbox) && !AddressText.IsPlausible(new(options.SharedMailbox)))
            yield return "Graph:SharedMailbox must be an e-mail address.";
        if (options.NotificationAddress is { } address && (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)))
            yield return "Graph:NotificationAddress must be an absolute https address; http is for loopback only.";
        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(5))
            yield return "Graph:Timeout must be between 1 second and 5 minutes.";
        if (options.DefaultRetryAfter < TimeSpan.FromSeconds(1) || options.DefaultRetryAfter > TimeSpan.FromHours(1))
            yield return "Graph:DefaultRetryAfter must be between 1 second and 1 hour.";
        if (options.SubscriptionLifetime < TimeSpan.FromHours(1) || options.SubscriptionLifetime > TimeSpan.FromMinutes(10080))
            yield return "Graph:SubscriptionLifetime must be between 1 hour and 10,080 minutes.";
        if (options.MessagesPerMinute is < 1 or > 30)
            yield return "Graph:MessagesPerMinute must be between 1 and 30.";
    }
}
