using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ClinicalEngagement.Portal.Access;

/// <summary>Signing out; signing in happens by itself where a page needs it.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/sign-out", SignOutAsync).Needs(Permission.SignedIn);
        pages.MapGet("/signed-out", () => PageResult.Of<ProblemPage>(
            new { Heading = "You are signed out", Words = "Close the browser if others use this computer." })).AllowAnonymous();
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAuthenticationSchemeProvider schemes)
    {
        if (await schemes.GetSchemeAsync(AppServiceHandler.Scheme) is not null)
            return PageResult.SeeOther("/.auth/logout?post_logout_redirect_uri=%2Fsigned-out");
        if (await schemes.GetSchemeAsync(CookieAuthenticationDefaults.AuthenticationScheme) is not null)
            await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return PageResult.SeeOther("/signed-out");
    }
}
