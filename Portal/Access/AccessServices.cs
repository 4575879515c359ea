using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ClinicalEngagement.Portal.Access;

/// <summary>Registers who gets in. The host says by which door; without one, nobody does.</summary>
public static class AccessServices
{
    private const string OpenIdConnect = "EntraId";

    /// <summary>No sign-in: the one person at the machine, from loopback alone.</summary>
    public static IServiceCollection AddOnlyPersonOnLoopback(this IServiceCollection services)
    {
        services.AddAuthentication(OnlyPersonHandler.Scheme).AddScheme<AuthenticationSchemeOptions, OnlyPersonHandler>(OnlyPersonHandler.Scheme, null);
        return services;
    }

    /// <summary>Entra ID by App Service authentication, which is believed only where the platform's own settings say that it stands in front.</summary>
    public static IServiceCollection AddAppServiceSignIn(this IServiceCollection services)
    {
        services.AddAuthentication(AppServiceHandler.Scheme).AddScheme<AuthenticationSchemeOptions, AppServiceHandler>(AppServiceHandler.Scheme, null);
        return services;
    }

    /// <summary>Entra ID, or another provider, by OpenID Connect: a cookie for people, bearer tokens for the API.</summary>
    public static IServiceCollection AddOpenIdConnectSignIn(this IServiceCollection services)
    {
        services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = "Any";
                options.DefaultChallengeScheme = OpenIdConnect;
                options.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            })
            // An app brings a token, a person a cookie; never both, so that a request is one or the other.
            .AddPolicyScheme("Any", null, any => any.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Count > 0 && http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                    ? JwtBearerDefaults.AuthenticationScheme
                    : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "clinical-engagement-person";
                cookie.Cookie.HttpOnly = true;
                // Lax, since links in mails lead here; everything that changes something is a form with its own token, or JSON.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
                cookie.SlidingExpiration = false;
            })
            .AddOpenIdConnect(OpenIdConnect, _ => { })
            .AddJwtBearer();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<IOptions<PortalOptions>>((cookie, portal) =>
            cookie.Cookie.SecurePolicy = portal.Value.BehindTls ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnect).Configure<IOptions<SignInOptions>>((connect, signIn) =>
        {
            connect.Authority = signIn.Value.Authority?.ToString();
            connect.ClientId = signIn.Value.ClientId;
            connect.ClientSecret = signIn.Value.ClientSecret;
            connect.RequireHttpsMetadata = signIn.Value.Authority is { } authority && !SignInOptions.IsLoopback(authority);
            connect.ResponseType = OpenIdConnectResponseType.Code;
            connect.ResponseMode = OpenIdConnectResponseMode.Query;
            connect.UsePkce = true;
            connect.MapInboundClaims = false;
            connect.SaveTokens = false;
            connect.Scope.Clear();
            connect.Scope.Add("openid");
            connect.Scope.Add("profile");
            connect.TokenValidationParameters.NameClaimType = "name";
            connect.TokenValidationParameters.RoleClaimType = "roles";
            // Both come back by a plain redirect.
            connect.CorrelationCookie.SameSite = SameSiteMode.Lax;
            connect.NonceCookie.SameSite = SameSiteMode.Lax;
            connect.CorrelationCookie.SecurePolicy = connect.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            connect.AccessDeniedPath = "/signed-out";
            connect.SignedOutRedirectUri = "/signed-out";
        });
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<SignInOptions>>((bearer, signIn) =>
        {
            bearer.Authority = signIn.Value.Authority?.ToString();
            bearer.RequireHttpsMetadata = signIn.Value.Authority is { } authority && !SignInOptions.IsLoopback(authority);
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters.ValidAudiences = [signIn.Value.Audience ?? signIn.Value.ClientId ?? "", $"api://{signIn.Value.ClientId}"];
            bearer.TokenValidationParameters.RoleClaimType = "roles";
        });
        return services;
    }

    /// <summary>True when the configuration says who vouches for people.</summary>
    public static bool HasSignIn(IConfiguration configuration) => configuration.GetSection(SignInOptions.Section).Get<SignInOptions>() is { IsConfigured: true };

    internal static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAuthentication();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in Enum.GetValues<Permission>())
            authorization.AddPolicy(permission.ToString(), policy => policy.AddRequirements(new AccessRequirement(permission)));
        return services
            .AddSingleton<ProjectAccess>()
            .AddSingleton<IAuthorizationHandler, AccessHandler>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
    }
}
