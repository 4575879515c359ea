using ClinicalEngagement.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Functions.Http;

/// <summary>The portal's pipeline, built once, for requests that have come in through a function.</summary>
public sealed class PortalApp
{
    private readonly RequestDelegate pipeline;

    /// <summary>Builds the pipeline on the app's services.</summary>
    public PortalApp(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UsePortal();
        pipeline = app.Build();
    }

    /// <summary>Answers one request.</summary>
    public Task RunAsync(HttpContext context)
    {
        // The worker has routed the request to its function; the portal has routes of its own and would take it as routed already.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return pipeline(context);
    }
}
