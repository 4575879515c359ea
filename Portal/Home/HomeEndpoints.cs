using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.NewEngagement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Home;

/// <summary>The home page.</summary>
internal static class HomeEndpoints
{
    public static void MapHome(this IEndpointRouteBuilder pages) => pages.MapGet("/", GetAsync).Needs(Permission.SignedIn);

    private static async Task<IResult> GetAsync(HttpContext http, HomeQuery query, SampleFiles samples, CancellationToken cancellationToken)
    {
        var user = PortalUser.Of(http.User);
        var mayBegin = user.May(Permission.BeginEngagement);
        return PageResult.Of<HomePage>(new
        {
            View = await query.ReadAsync(user, cancellationToken),
            MayBegin = mayBegin,
            Samples = mayBegin ? await samples.ListAsync(cancellationToken) : [],
        });
    }
}
