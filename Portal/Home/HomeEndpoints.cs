using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.NewEngagement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Home;

/// <summary>The home page.</summary>
internal static class HomeEndpoints
{
    public static void MapHome(this IEndpointRouteBuilder pages) => pages.MapGet("/", GetAsync);

    private static async Task<IResult> GetAsync(HomeQuery query, SampleFiles samples, CancellationToken cancellationToken) =>
        PageResult.Of<HomePage>(new { View = await query.ReadAsync(cancellationToken), Samples = await samples.ListAsync(cancellationToken) });
}
