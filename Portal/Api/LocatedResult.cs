using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Api;

/// <summary>A result that says where what it speaks of is to be found.</summary>
internal static class LocatedResult
{
    public static IResult WithLocation(this IResult result, string location) => new Located(result, location);

    private sealed class Located(IResult result, string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = location;
            return result.ExecuteAsync(httpContext);
        }
    }
}
