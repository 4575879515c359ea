using System.Globalization;
using System.Threading.RateLimiting;
using ClinicalEngagement.Portal.Api;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Access;

/// <summary>
/// How often something may be asked for. Who can't be told apart shares one allowance with everybody else who can't: an unknown sender
/// is limited sooner, not let through.
/// </summary>
internal static class RateLimits
{
    /// <summary>Signed links: for each address of the network, and within it nothing is told apart by token, so that guessing costs.</summary>
    public const string Links = "links";

    /// <summary>The API: for each caller.</summary>
    public const string Api = "api";

    /// <summary>Graph's change notifications: one allowance for all, since who sends them is only known once they are read.</summary>
    public const string Notifications = "notifications";

    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<PortalOptions>>((limits, portal) =>
        {
            limits.AddPolicy(Links, http => Window($"links {NetworkOf(http)}", portal.Value.LinkRequestsPerMinute));
            limits.AddPolicy(Api, http => Window($"api {CallerOf(http)}", portal.Value.ApiRequestsPerMinute));
            limits.AddPolicy(Notifications, _ => RateLimitPartition.GetTokenBucketLimiter(Notifications, _ => Bucket(portal.Value.NotificationsPerSecond)));
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (rejected, _) =>
            {
                var http = rejected.HttpContext;
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                var answer = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                    ? ApiProblem.Of(StatusCodes.Status429TooManyRequests, "too-many-requests", "Wait as long as Retry-After says, then send it again.")
                    : PageResult.Of<ProblemPage>(
                        new { Heading = "Please try again in a minute", Words = "Too many pages were asked for from your network at once. Nothing was changed." }, StatusCodes.Status429TooManyRequests);
                await answer.ExecuteAsync(http);
            };
        });
        return services;
    }

    private static RateLimitPartition<string> Window(string key, int perMinute) => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 });

    // A second's worth may come at once; what is over is asked to come again, which Graph does for hours, and the calendars are read anyway.
    internal static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = perSecond,
        TokensPerPeriod = perSecond / 10,
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        QueueLimit = 0,
    };

    private static string NetworkOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static string CallerOf(HttpContext http) =>
        http.User.FindFirst("oid")?.Value ?? http.User.FindFirst("azp")?.Value ?? http.User.FindFirst("sub")?.Value ?? NetworkOf(http);
}
