using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Clinicians;
using ClinicalEngagement.Portal.Home;
using ClinicalEngagement.Portal.Measures;
using ClinicalEngagement.Portal.NewEngagement;
using ClinicalEngagement.Portal.OwnRecord;
using ClinicalEngagement.Portal.Plans;
using ClinicalEngagement.Portal.Projects;
using ClinicalEngagement.Portal.Secretaries;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace ClinicalEngagement.Portal;

/// <summary>Registers the portal.</summary>
public static class PortalServices
{
    /// <summary>
    /// Adds pages, API and intake. The host adds the store (<c>AddEngagementStorage</c>), the queues (<c>AddEngagementQueues</c>),
    /// <c>IClock</c>, <c>Func&lt;Guid&gt;</c>, the facts (<c>AddEngagementOrchestrations</c>), signed links (<c>AddSignedLinks</c>), data
    /// protection with keys that outlive the process, a door (<see cref="AccessServices"/>) and, if it simulates, <see cref="Simulation.ISimulationClock"/>.
    /// </summary>
    public static IServiceCollection AddPortal(this IServiceCollection services, Action<PortalOptions>? configure = null)
    {
        services.AddOptions<PortalOptions>()
            .Configure(configure ?? (_ => { }))
            .Validate(o => o.LiveInterval >= TimeSpan.FromMilliseconds(100), "PortalOptions.LiveInterval must be at least 100 ms.")
            .Validate(o => o.LinkRequestsPerMinute > 0 && o.ApiRequestsPerMinute > 0, "PortalOptions: the requests per minute must be more than none.")
            .Validate(
                o => o.NotificationsPerSecond >= PortalOptions.LeastNotificationsPerSecond,
                "PortalOptions.NotificationsPerSecond must be at least 500: what is refused of a storm of Graph's comes late.");
        services.AddTrustSettings();
        // The framework's own lines hold addresses, and the address of a signed link is a secret.
        services.AddLogging(logs => logs.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        services.AddRazorComponents();
        services.AddRouting();
        services.AddProblemDetails();
        services.AddOpenApi("v1", openApi => openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
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
        });
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<PortalOptions>>((form, portal) =>
            form.Cookie.SecurePolicy = portal.Value.BehindTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        // Uploads are small; each reader has its own limit below this one.
        services.Configure<FormOptions>(form => (form.MultipartBodyLengthLimit, form.ValueLengthLimit, form.ValueCountLimit) = (2_000_000, 1_100_000, 5_000));
        return services
            .AddAccess()
            .AddRateLimits()
            .AddIntake()
            .AddSingleton<WatchList>()
            .AddSingleton<SampleFiles>()
            .AddScoped<FormerProjects>()
            .AddScoped<DirectoryCandidates>()
            .AddScoped<HomeQuery>()
            .AddScoped<ProjectQuery>()
            .AddScoped<MeasuresQuery>()
            .AddScoped<PageOfProject>()
            .AddScoped<AnswerQuery>()
            .AddScoped<PersonalMatters>()
            .AddScoped<SecretaryQuery>()
            .AddScoped<OwnRecordQuery>();
    }
}
