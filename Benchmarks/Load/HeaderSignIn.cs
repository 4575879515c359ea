using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Benchmarks.Load;

/// <summary>Believes two headers, so that a bench can be several people; everything behind it is the product's.</summary>
internal sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Header";

    private const string WhoHeader = "X-Bench-Who";
    private const string RoleHeader = "X-Bench-Role";

    public static void As(HttpRequestHeaders headers, string who, string role)
    {
        headers.Add(WhoHeader, who);
        headers.Add(RoleHeader, role);
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[WhoHeader].ToString() is not { Length: > 0 } who)
            return Task.FromResult(AuthenticateResult.NoResult());
        var identity = new ClaimsIdentity(
            [new Claim("oid", who), new Claim("preferred_username", $"{who}@harbour.example"), new Claim("roles", Request.Headers[RoleHeader].ToString())], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
