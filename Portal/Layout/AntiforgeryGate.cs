using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Layout;

/// <summary>Lets a form in only when it was made by a page of ours for the same browser.</summary>
internal sealed class AntiforgeryGate(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            return await next(context);
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http))
            return PageResult.Of<ProblemPage>(
                new { Heading = "This page was open for too long", Words = "Nothing was changed. Go back, load the page again and send it once more." },
                StatusCodes.Status400BadRequest);
        return await next(context);
    }
}
