using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Portal.Clinicians;
using ClinicalEngagement.Portal.Home;
using ClinicalEngagement.Portal.NewEngagement;
using ClinicalEngagement.Portal.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicalEngagement.Portal;

/// <summary>Registers the portal.</summary>
public static class PortalServices
{
    /// <summary>
    /// Adds pages, API and intake. The host adds the store (<c>AddEngagementStorage</c>), the queues (<c>AddEngagementQueues</c>),
    /// <c>IClock</c>, <c>Func&lt;Guid&gt;</c>, the facts (<c>AddEngagementOrchestrations</c>), signed links (<c>AddSignedLinks</c>), data
    /// protection with keys that outlive the process and, if it simulates, <see cref="Simulation.ISimulationClock"/>.
    /// </summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, Action<PortalOptions>? configure = null)
    {
        services.AddOptions<PortalOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(o => o.LiveInterval >= TimeSpan.FromMilliseconds(100), "PortalOptions.LiveInterval must be at least 100 ms.");
        services.TryAddSingleton(new EngagementOptions());
        services.AddRazorComponents();
        services.AddRouting();
        services.AddProblemDetails();
        services.AddOpenApi("v1");
        services.AddHealthChecks();
        services.AddResponseCompression(compression =>
        {
            // Assets only: a page holds an antiforgery token, and compressing secrets beside what a sender chooses can give them away.
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "clinical-engagement-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services
            .AddIntake()
            .AddSingleton<WatchList>()
            .AddSingleton<SampleFiles>()
            .AddScoped<HomeQuery>()
            .AddScoped<ProjectQuery>()
            .AddScoped<PageOfProject>()
            .AddScoped<AnswerQuery>();
    }
}
