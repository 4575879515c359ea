using ClinicalEngagement.Portal.Api;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace ClinicalEngagement.Portal.Access;

/// <summary>What somebody gets who may not: the way to sign in, or words. A project that is not there and one that is not theirs look the same.</summary>
internal sealed class AccessRefusals(IAuthenticationSchemeProvider schemes) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var isApi = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
        // A policy can fail before anybody was asked for; who is not signed in is sent to sign in, not away.
        var isSignedIn = context.User.Identity is { IsAuthenticated: true };
        if (!isSignedIn && !isApi && HttpMethods.IsGet(context.Request.Method) && await schemes.GetDefaultChallengeSchemeAsync() is { } scheme && scheme.Name != OnlyPersonHandler.Scheme)
        {
            // Back to this page of ours and nowhere else: the path was routed here, and is relative.
            await context.ChallengeAsync(new AuthenticationProperties { RedirectUri = context.Request.PathBase + context.Request.Path + context.Request.QueryString });
            return;
        }

        if (!isSignedIn && isApi)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        var answer = (isApi, isSignedIn) switch
        {
            (true, false) => ApiProblem.Of(StatusCodes.Status401Unauthorized, "not-signed-in", "Send a bearer token of this organisation, or sign in."),
            (true, true) => ApiProblem.Of(StatusCodes.Status403Forbidden, "not-allowed", "You may not do this. Ask the project’s lead, or an administrator for the role it needs."),
            (false, false) => Page("You are not signed in", "Nothing was changed. Sign in on the home page and send it once more.", StatusCodes.Status401Unauthorized),
            _ => Page("You do not have access to this page", "It is for the people of one project, or for another role. Ask the project’s lead, or an administrator.", StatusCodes.Status403Forbidden),
        };
        await answer.ExecuteAsync(context);
    }

    private static IResult Page(string heading, string words, int status) => PageResult.Of<ProblemPage>(new { Heading = heading, Words = words }, status);
}
