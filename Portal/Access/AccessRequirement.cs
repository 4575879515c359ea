using System.Globalization;
using ClinicalEngagement.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Access;

/// <summary>An endpoint asks for a permission; on a project where its address names one.</summary>
internal sealed record AccessRequirement(Permission Permission) : IAuthorizationRequirement;

/// <summary>Looks a permission up: by the roles of who asks, then by what they are to the project of the address.</summary>
internal sealed class AccessHandler(ProjectAccess projects) : AuthorizationHandler<AccessRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var user = PortalUser.Of(context.User);
        if (user.May(requirement.Permission))
            context.Succeed(requirement);
        else if (context.Resource is HttpContext http && ProjectOf(http) is { } project && await projects.MayAsync(user, requirement.Permission, project, http.RequestAborted))
            context.Succeed(requirement);
    }

    private static ProjectId? ProjectOf(HttpContext http) =>
        Guid.TryParse(Convert.ToString(http.GetRouteValue("id"), CultureInfo.InvariantCulture), out var id) ? new ProjectId(id) : null;
}
