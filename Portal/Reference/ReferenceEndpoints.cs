using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace ClinicalEngagement.Portal.Reference;

/// <summary>The API's reference page, made from its description. Everything on it comes from this host.</summary>
internal static class ReferenceEndpoints
{
    public static void MapReference(this IEndpointRouteBuilder endpoints) => endpoints.MapScalarApiReference("/api/reference", (options, http) =>
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        // Its scripts run by this answer's nonce. It lays itself out by style elements of its own, so styles alone are let in inline.
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        options
            .WithTitle("Clinical Engagement: API")
            .WithOpenApiRoutePattern("/api/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .WithNonce(nonce);
    }).AllowAnonymous();
}
