using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Api;
using ClinicalEngagement.Portal.Audit;
using ClinicalEngagement.Portal.BoardPaper;
using ClinicalEngagement.Portal.Clinicians;
using ClinicalEngagement.Portal.DeadLetters;
using ClinicalEngagement.Portal.HeldMessages;
using ClinicalEngagement.Portal.Home;
using ClinicalEngagement.Portal.InformationGovernance;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Links;
using ClinicalEngagement.Portal.Load;
using ClinicalEngagement.Portal.Measures;
using ClinicalEngagement.Portal.NewEngagement;
using ClinicalEngagement.Portal.OwnRecord;
using ClinicalEngagement.Portal.Plans;
using ClinicalEngagement.Portal.Privacy;
using ClinicalEngagement.Portal.Projects;
using ClinicalEngagement.Portal.Quiet;
using ClinicalEngagement.Portal.Reference;
using ClinicalEngagement.Portal.Replacements;
using ClinicalEngagement.Portal.Secretaries;
using ClinicalEngagement.Portal.Settings;
using ClinicalEngagement.Portal.Simulation;
using ClinicalEngagement.Portal.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<CurrentPerson>().Address = PortalUser.Of(context.User).Email;
            return next(context);
        });
        return app.UseEndpoints(endpoints => endpoints.MapPortal());
    }

    /// <summary>The endpoints alone, for a host that routes by itself.</summary>
    public static void MapPortal(this IEndpointRouteBuilder endpoints)
    {
        var all = endpoints.MapGroup("").ByAddress();
        all.MapHealthChecks("/health").AllowAnonymous();
        all.MapOpenApi("/api/openapi/{documentName}.json").AllowAnonymous();
        all.MapReference();
        var api = all.MapGroup("/api").RequireRateLimiting(RateLimits.Api);
        api.MapEngagementsApi();
        api.MapFormsApi();
        api.MapMeasuresApi();
        api.MapNotificationsApi();
        var pages = all.MapGroup("").AddEndpointFilter<AntiforgeryGate>().AddEndpointFilter<LinkGate>().ExcludeFromDescription();
        pages.MapSignIn();
        pages.MapHome();
        pages.MapTasks();
        pages.MapMeasures();
        pages.MapNewEngagement();
        pages.MapProjects();
        pages.MapMeetings();
        pages.MapQuiet();
        pages.MapProjectForms();
        pages.MapMeasureForms();
        pages.MapPeople();
        pages.MapConcernForms();
        pages.MapMemberForms();
        pages.MapReplacements();
        pages.MapPlan();
        pages.MapPlanArrangements();
        pages.MapFigures();
        pages.MapPanel();
        pages.MapDeadLetters();
        pages.MapAnswers();
        pages.MapWords();
        pages.MapListening();
        pages.MapChoices();
        pages.MapSimulation();
        pages.MapHeldMessages();
        pages.MapAudit();
        pages.MapGovernance();
        pages.MapPacks();
        pages.MapLoad();
        pages.MapPrivacy();
        pages.MapBoardPaper();
        pages.MapLinks();
        pages.MapSecretaries();
        pages.MapOwnRecord();
        pages.MapSettings();
        pages.MapFaults();
        // GET alone: a POST that an endpoint refuses for its method or type keeps that answer.
        api.MapGet("/{**path}", () => ApiProblem.Of(StatusCodes.Status404NotFound, "not-found", "There is nothing at this address."))
            .ExcludeFromDescription().AllowAnonymous();
        pages.MapGet("/{**path}", PageResult.NotFound).AllowAnonymous();
    }
}
