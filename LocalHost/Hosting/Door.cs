using System.Net;
using ClinicalEngagement.Portal.Access;
using Microsoft.AspNetCore.HttpOverrides;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>Who gets in: on loopback without sign-in the one person at the machine, else those whom Entra ID (or another provider) vouches for.</summary>
internal static class Door
{
    /// <exception cref="SignInMissingException">The host would listen beyond this machine without sign-in or without TLS.</exception>
    public static void AddDoor(this WebApplicationBuilder builder, HostSettings settings)
    {
        var hasSignIn = AccessServices.HasSignIn(builder.Configuration);
        if (!IsLoopback(settings))
        {
            if (!hasSignIn)
                throw new SignInMissingException(
                    $"Listening on {settings.Listen} lets others in, and nobody is asked who they are: set SignIn:Authority, SignIn:ClientId and SignIn:ClientSecret first, or leave --listen out.");
            if (!BehindTls(builder.Configuration))
                throw new SignInMissingException(
                    $"Listening on {settings.Listen} would send sign-ins in the clear: set Links:PublicAddress to the https address that people use, and Kestrel:Certificates:Default or a proxy that speaks TLS (Proxy:Addresses).");
        }

        if (hasSignIn)
            builder.Services.AddOpenIdConnectSignIn();
        else
            builder.Services.AddOnlyPersonOnLoopback();
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Believed from these alone; by default from loopback, which is where a proxy on this machine is.
            foreach (var proxy in Proxies(builder.Configuration))
                forwarded.KnownProxies.Add(proxy);
        });
    }

    /// <summary>True when people reach the portal over TLS.</summary>
    public static bool BehindTls(IConfiguration configuration) => configuration["Links:PublicAddress"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Headers of a proxy are read only where there is sign-in: without it a request that has any is not from this machine.</summary>
    public static void UseDoor(this WebApplication app)
    {
        if (AccessServices.HasSignIn(app.Configuration))
            app.UseForwardedHeaders();
    }

    private static bool IsLoopback(HostSettings settings) => settings.Listen is null || IPAddress.IsLoopback(settings.Listen);

    private static IEnumerable<IPAddress> Proxies(IConfiguration configuration) =>
        (configuration.GetSection("Proxy:Addresses").Get<string[]>() ?? []).Select(IPAddress.Parse);
}
