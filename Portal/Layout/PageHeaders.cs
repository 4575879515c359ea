using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>What every answer tells the browser: nothing from elsewhere, nothing inline, nothing kept, no address given on.</summary>
internal sealed class PageHeaders(RequestDelegate next, IOptions<PortalOptions> options)
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        if (options.Value.BehindTls)
        {
            // TLS may have ended in front of us; what is made here, cookies and addresses to come back to, is for how people came.
            context.Request.Scheme = "https";
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        }

        // Signed links are addresses; they must not reach another site by the back door.
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
