using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Privacy;

/// <summary>The privacy notice, for everybody who gets a message.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder pages) => pages.MapGet("/privacy", Get).AllowAnonymous();

    private static IResult Get(CurrentSettings settings) => PageResult.Of<PrivacyPage>(new { Notice = PrivacyNotice.Of(settings.Options) });
}
