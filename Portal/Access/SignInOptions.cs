using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ClinicalEngagement.Portal.Access;

/// <summary>Sign-in by OpenID Connect, as with Entra ID; bound from the section <c>SignIn</c>.</summary>
public sealed class SignInOptions : IValidatableObject
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "SignIn";

    /// <summary>Who vouches for people, such as <c>https://login.microsoftonline.com/{tenant id}/v2.0</c>; one tenant, never "common".</summary>
    public Uri? Authority { get; set; }

    /// <summary>The app registration.</summary>
    public string? ClientId { get; set; }

    /// <summary>Its secret, for the code that comes back from sign-in.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The audience of bearer tokens for the API; the app's id when left out.</summary>
    public string? Audience { get; set; }

    /// <summary>True once it is said who vouches and for which app.</summary>
    public bool IsConfigured => Authority is not null && !string.IsNullOrWhiteSpace(ClientId);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority is null && string.IsNullOrWhiteSpace(ClientId))
            yield break;
        if (Authority is not { IsAbsoluteUri: true } || !(Authority.Scheme == Uri.UriSchemeHttps || IsLoopback(Authority)))
            yield return new ValidationResult("SignIn:Authority must be an absolute https address.", [nameof(Authority)]);
        else if (Authority.Segments.Any(s => s.Trim('/') is "common" or "organizations" or "consumers"))
            yield return new ValidationResult("SignIn:Authority must name one tenant: with “common” anybody's tenant could vouch for anybody.", [nameof(Authority)]);
        if (string.IsNullOrWhiteSpace(ClientId))
            yield return new ValidationResult("SignIn:ClientId is missing.", [nameof(ClientId)]);
        if (string.IsNullOrWhiteSpace(ClientSecret))
            yield return new ValidationResult("SignIn:ClientSecret is missing.", [nameof(ClientSecret)]);
    }

    internal static bool IsLoopback(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
}
