using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Simulation;

/// <summary>The buttons of the simulation bar.</summary>
internal static class SimulationEndpoints
{
    public static void MapSimulation(this IEndpointRouteBuilder pages) => pages.MapPost("/simulation", PostAsync).Needs(Permission.SignedIn);

    private static async Task<IResult> PostAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.RequestServices.GetService<ISimulationClock>() is not { } clock)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form.ContainsKey("jump"))
            await clock.JumpToNextAsync(cancellationToken);
        else if (Enum.TryParse<SimulationSpeed>(form["speed"], out var speed) && Enum.IsDefined(speed))
            await clock.SetSpeedAsync(speed, cancellationToken);
        return PageResult.SeeOther(LocalPath(form["returnTo"].ToString()));
    }

    /// <summary>The path if it stays on this host, else the home page: a form must not send people elsewhere.</summary>
    internal static string LocalPath(string path) =>
        path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.Any(c => c == '\\' || char.IsControl(c)) ? path : "/";
}
