using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Simulation;

/// <summary>The page on which things are made to go wrong; only where there is a simulation.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/simulation/faults", GetAsync).Needs(Permission.SignedIn);
        pages.MapPost("/simulation/faults", PostAsync).Needs(Permission.SignedIn);
    }

    private static async Task<IResult> GetAsync(HttpContext http, string? done, CancellationToken cancellationToken) =>
        http.RequestServices.GetService<ISimulationFaults>() is { } faults
            ? PageResult.Of<FaultsPage>(new { Present = await faults.ListAsync(cancellationToken), Done = done switch { "added" => "It goes wrong from now on.", "cleared" => "All is well again.", _ => null } })
            : PageResult.NotFound();

    private static async Task<IResult> PostAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (http.RequestServices.GetService<ISimulationFaults>() is not { } faults)
            return PageResult.NotFound();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (form.ContainsKey("clear"))
        {
            await faults.ClearAsync(cancellationToken);
            return PageResult.SeeOther("/simulation/faults?done=cleared");
        }

        if (!Enum.TryParse<SimulationFault>(form["fault"], out var fault) || !Enum.IsDefined(fault))
            return PageResult.Of<FaultsPage>(
                new { Present = await faults.ListAsync(cancellationToken), Errors = FormErrors.Of("fault", "Select what is to go wrong.", form) }, StatusCodes.Status400BadRequest);
        await faults.AddAsync(fault, cancellationToken);
        return PageResult.SeeOther("/simulation/faults?done=added");
    }
}
