using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Access;

/// <summary>
/// Without sign-in: whoever sits at the machine is everybody. Only a request from loopback to a loopback name counts, so that neither a
/// page elsewhere that has its name point here nor a proxy in front makes the world that person.
/// </summary>
internal sealed class OnlyPersonHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "OnlyPerson";

    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Original-Host"];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var isHere = Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && Names.Contains(Request.Host.Host, StringComparer.OrdinalIgnoreCase)
            && !ProxyHeaders.Any(Request.Headers.ContainsKey);
        return Task.FromResult(isHere
            ? AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim(PortalUser.OnlyPersonClaim, "")], Scheme)), Scheme))
            : AuthenticateResult.NoResult());
    }
}
