using ClinicalEngagement.Portal.Api;
using ClinicalEngagement.Portal.Clinicians;
using ClinicalEngagement.Portal.DeadLetters;
using ClinicalEngagement.Portal.Home;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.NewEngagement;
using ClinicalEngagement.Portal.Plans;
using ClinicalEngagement.Portal.Projects;
using ClinicalEngagement.Portal.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal;

/// <summary>The one pipeline of both hosts.</summary>
public static class PortalPipeline
{
    /// <summary>Everything: headers, assets, routing, pages, API, health.</summary>
    public static IApplicationBuilder UsePortal(this IApplicationBuilder app)
    {
        app.UseMiddleware<PageHeaders>();
        app.UseMiddleware<UnhandledErrors>();
        app.UseStatusCodePages();
        app.UseResponseCompression();
        app.UseAssets();
        app.UseRouting();
        return app.UseEndpoints(endpoints => endpoints.MapPortal());
    }

    /// <summary>The endpoints alone, for a host that routes by itself.</summary>
    public static void MapPortal(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health");
        endpoints.MapOpenApi("/api/openapi/{documentName}.json");
        var api = endpoints.MapGroup("/api");
        api.MapEngagementsApi();
        api.MapFormsApi();
        api.MapNotificationsApi();
        var pages = endpoints.MapGroup("").AddEndpointFilter<AntiforgeryGate>().ExcludeFromDescription();
        pages.MapHome();
        pages.MapNewEngagement();
        pages.MapProjects();
        pages.MapProjectForms();
        pages.MapMemberForms();
        pages.MapPlan();
        pages.MapFigures();
        pages.MapPanel();
        pages.MapDeadLetters();
        pages.MapAnswers();
        pages.MapWords();
        pages.MapSimulation();
        // GET alone: a POST that an endpoint refuses for its method or type keeps that answer.
        api.MapGet("/{**path}", () => ApiProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address.")).ExcludeFromDescription();
        pages.MapGet("/{**path}", PageResult.NotFound);
    }
}
