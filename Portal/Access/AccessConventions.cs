using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Access;

/// <summary>How endpoints say who may use them.</summary>
internal static class AccessConventions
{
    private const string ProjectRoot = "/projects/{id:guid}";

    /// <summary>The permission that an endpoint asks for.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(permission.ToString());

    /// <summary>
    /// What holds where an endpoint says nothing itself: everything of a project is for those who lead it, to see and to act; a signed
    /// link's token is its own key. Anything else stays refused until something is said of it.
    /// </summary>
    public static TBuilder ByAddress<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder
    {
        group.Finally(builder =>
        {
            var pattern = builder is RouteEndpointBuilder { RoutePattern.RawText: { } text } ? $"/{text.TrimStart('/')}" : "";
            if (pattern.Contains("{token}", StringComparison.Ordinal))
            {
                builder.Metadata.Add(new AllowAnonymousAttribute());
                builder.Metadata.Add(new EnableRateLimitingAttribute(RateLimits.Links));
            }
            else if (!builder.Metadata.Any(m => m is IAuthorizeData or IAllowAnonymous))
            {
                var needs = !pattern.StartsWith(ProjectRoot, StringComparison.Ordinal) ? Permission.NotSaid : IsRead(builder) ? Permission.SeeAllOfProject : Permission.LeadProject;
                builder.Metadata.Add(new AuthorizeAttribute(needs.ToString()));
            }
        });
        return group;
    }

    private static bool IsRead(EndpointBuilder builder) =>
        builder.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods.All(m => HttpMethods.IsGet(m) || HttpMethods.IsHead(m)) == true;
}
