using System.Security.Claims;
using ClinicalEngagement.Domain;

namespace ClinicalEngagement.Portal.Access;

/// <summary>Who sends a request, by the claims of whatever signed them in.</summary>
/// <param name="Email">Their address, or null for an app and for nobody.</param>
/// <param name="Name">As the directory names them, or null.</param>
/// <param name="Roles">What they are to the installation.</param>
/// <param name="IsOnlyPerson">True for the one person of a host without sign-in, who may do everything.</param>
public sealed record PortalUser(EmailAddress? Email, string? Name, Role Roles, bool IsOnlyPerson)
{
    internal const string OnlyPersonClaim = "clinical-engagement/only-person";

    // What Entra ID calls the address a person signs in with. "email" can be set by a guest's own directory and is not believed unverified.
    private static readonly string[] AddressClaims = ["preferred_username", "upn", ClaimTypes.Upn];

    private static readonly Dictionary<string, Role> AppRoles = new(StringComparer.Ordinal)
    {
        ["Engagement.Lead"] = Role.Lead,
        ["Engagement.ProgrammeOffice"] = Role.ProgrammeOffice,
        ["Engagement.MedicalDirector"] = Role.MedicalDirector,
        ["Engagement.Governance"] = Role.Governance,
        ["Engagement.Administrator"] = Role.Administrator,
        ["Engagement.Intake"] = Role.Intake,
    };

    /// <summary>Nobody.</summary>
    public static PortalUser Nobody { get; } = new(null, null, Role.None, false);

    /// <summary>Reads the claims.</summary>
    public static PortalUser Of(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true })
            return Nobody;
        if (principal.HasClaim(c => c.Type == OnlyPersonClaim))
            return new PortalUser(null, null, (Role)~0, true);
        var address = AddressClaims.Select(principal.FindFirst).FirstOrDefault(c => c is not null)?.Value
            ?? (string.Equals(principal.FindFirst("email_verified")?.Value, "true", StringComparison.OrdinalIgnoreCase) ? principal.FindFirst("email")?.Value : null);
        var roles = principal.Claims
            .Where(c => c.Type is "roles" or ClaimTypes.Role)
            .Aggregate(Role.SignedIn, (all, c) => all | AppRoles.GetValueOrDefault(c.Value));
        return new PortalUser(string.IsNullOrWhiteSpace(address) ? null : new EmailAddress(address), principal.FindFirst("name")?.Value, roles, false);
    }

    /// <summary>True when they may do it without being anything to a project.</summary>
    public bool May(Permission permission) => IsOnlyPerson || AccessRules.Allow(permission, Roles);
}
