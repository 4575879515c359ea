using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.FileProviders;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>Style sheets, scripts and pictures, embedded in this assembly and served under <c>/assets</c>.</summary>
internal static class PortalAssets
{
    private const string Root = "ClinicalEngagement.Portal.wwwroot";
    private static readonly Assembly Here = typeof(PortalAssets).Assembly;
    private static readonly string Version = Here.ManifestModule.ModuleVersionId.ToString("N")[..8];

    /// <summary>True when the build found the NHS design system; else the plain style sheet stands in.</summary>
    public static bool HasDesignSystem { get; } = Here.GetManifestResourceInfo($"{Root}.nhsuk.nhsuk-frontend.min.css") is not null;

    /// <summary>The address of an asset, which changes with every build so that it may be kept for long.</summary>
    public static string Url(string path) => $"/assets/{path}?v={Version}";

    public static void UseAssets(this IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new EmbeddedFileProvider(Here, Root),
        RequestPath = "/assets",
        OnPrepareResponse = served => served.Context.Response.Headers.CacheControl =
            served.Context.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache",
    });
}
