using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>How an endpoint answers with a page.</summary>
internal static class PageResult
{
    /// <summary>Renders a component with parameters from an object's properties.</summary>
    public static IResult Of<TPage>(object parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>Renders a component with parameters by name.</summary>
    public static IResult Of<TPage>(IReadOnlyDictionary<string, object?> parameters, int status)
        where TPage : IComponent => new RazorComponentResult<TPage>(parameters) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>What is shown when there is nothing at an address.</summary>
    public static IResult NotFound() => Of<NotFoundPage>(new { }, StatusCodes.Status404NotFound);

    /// <summary>After something was done: see that page, by GET.</summary>
    public static IResult SeeOther(string path) => new SeeOtherResult(path);

    private sealed class SeeOtherResult(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
