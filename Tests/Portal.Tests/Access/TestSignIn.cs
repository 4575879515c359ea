using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>Believes a header, so that a test can be anybody.</summary>
internal sealed class TestSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string EmailHeader = "X-Test-Email";
    public const string RolesHeader = "X-Test-Roles";

    public static void Door(IServiceCollection services) =>
        services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestSignIn>("Test", null);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[EmailHeader].ToString() is not { Length: > 0 } email)
            return Task.FromResult(AuthenticateResult.NoResult());
        Claim[] claims =
        [
            new("preferred_username", email),
            .. Request.Headers[RolesHeader].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => new Claim("roles", $"Engagement.{r}")),
        ];
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, "Test")), "Test")));
    }
}
