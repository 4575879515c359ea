using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Access;

/// <summary>
/// Entra ID by App Service authentication: the platform has checked who it is and says so in a header that it takes from nobody else.
/// Anywhere but there the header is whatever somebody sent, and is not read.
/// </summary>
internal sealed class AppServiceHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IConfiguration configuration)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "AppService";

    private const string Header = "X-MS-CLIENT-PRINCIPAL";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsBehindIt(configuration) || Request.Headers[Header] is not [{ Length: > 0 and < 64_000 } header])
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(Read(header) is { } identity
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme))
            : AuthenticateResult.Fail("The platform's header could not be read."));
    }

    /// <summary>Sends people to the platform's own sign-in, and back to where they wanted to go.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status302Found;
        Response.Headers.Location = $"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString(properties.RedirectUri ?? "/")}";
        return Task.CompletedTask;
    }

    /// <summary>
    /// What the platform sets itself: the instance, or on Flex Consumption, which names none, the plan; and that its authentication is
    /// switched on.
    /// </summary>
    internal static bool IsBehindIt(IConfiguration configuration) =>
        (configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 } || configuration["WEBSITE_SKU"] is "FlexConsumption")
        && string.Equals(configuration["WEBSITE_AUTH_ENABLED"], "True", StringComparison.OrdinalIgnoreCase);

    private static ClaimsIdentity? Read(string header)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(header), new JsonDocumentOptions { MaxDepth = 8 });
            // auth_typ "aad" is Entra ID; another provider that somebody may have switched on is not this organisation.
            if (json.RootElement.GetProperty("auth_typ").GetString() is not "aad")
                return null;
            var claims = json.RootElement.GetProperty("claims").EnumerateArray()
                .Select(c => (Type: c.GetProperty("typ").GetString(), Value: c.GetProperty("val").GetString()))
                .Where(c => c is { Type: not null, Value: not null })
                .Select(c => new Claim(c.Type!, c.Value!));
            return new ClaimsIdentity(claims, Scheme);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
