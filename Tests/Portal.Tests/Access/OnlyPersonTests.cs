using System.Net;
using System.Threading.RateLimiting;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Portal.Tests.Access;

/// <summary>Without sign-in: the one person at the machine, and nobody through a back door. And how often may be asked.</summary>
public sealed class OnlyPersonTests
{
    [Theory]
    [InlineData("Host", "engagement.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("X-Forwarded-For", "10.1.2.3")]
    [InlineData("Forwarded", "for=10.1.2.3")]
    [InlineData("X-Forwarded-Host", "engagement.example")]
    public async Task Request_UnderAnotherNameOrThroughAProxy_IsNobody(string header, string value)
    {
        await using var host = await PortalHost.StartAsync();
        using var browser = host.Browse();
        (await browser.Http.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add(header, value);

        using var answer = await browser.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Host_ThatNamesNoDoor_LetsNobodyIn()
    {
        await using var host = await PortalHost.StartAsync(door: _ => { });
        using var browser = host.Browse();

        (await browser.Http.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.Http.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Links_AskedForTooOften_HaveToWait()
    {
        await using var host = await PortalHost.StartAsync(door: services => services.AddOnlyPersonOnLoopback().Configure<PortalOptions>(o => o.LinkRequestsPerMinute = 5));
        using var browser = host.Browse();
        for (var i = 0; i < 5; i++)
            (await browser.Http.GetAsync($"/a/guess{i}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var answer = await browser.Http.GetAsync("/w/another");

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        (await browser.Http.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Api_AskedTooOften_SaysSoAsAProblem()
    {
        await using var host = await PortalHost.StartAsync(door: services => services.AddOnlyPersonOnLoopback().Configure<PortalOptions>(o => o.ApiRequestsPerMinute = 2));
        using var browser = host.Browse();
        for (var i = 0; i < 2; i++)
            (await browser.Http.GetAsync("/api/nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var answer = await browser.Http.GetAsync("/api/nowhere");

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("urn:clinical-engagement:problem:too-many-requests");
    }

    [Fact]
    public async Task Notifications_StormOfGraphs_IsTakenIn_AndNoMore()
    {
        await using var host = await PortalHost.StartAsync();
        var webhook = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Single(e => e.RoutePattern.RawText == "/api/graph/notifications");
        webhook.Metadata.GetMetadata<EnableRateLimitingAttribute>()!.PolicyName.ShouldBe(RateLimits.Notifications);
        var options = RateLimits.Bucket(PortalOptions.LeastNotificationsPerSecond);
        options.AutoReplenishment = false;
        using var bucket = new TokenBucketRateLimiter(options);

        for (var i = 0; i < 500; i++)
            bucket.AttemptAcquire().IsAcquired.ShouldBeTrue();
        bucket.AttemptAcquire().IsAcquired.ShouldBeFalse();
    }

    [Fact]
    public void Notifications_LimitBelowWhatGraphSends_IsRefused()
    {
        var services = new ServiceCollection().AddPortal(o => o.NotificationsPerSecond = 499).BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<PortalOptions>>().Value).Message.ShouldContain("at least 500");
    }

    [Fact]
    public async Task BehindTls_CookiesAreSecureAndBrowsersStayWithIt()
    {
        await using var host = await PortalHost.StartAsync(door: services => services.AddOnlyPersonOnLoopback().Configure<PortalOptions>(o => o.BehindTls = true));
        using var browser = host.Browse();

        using var answer = await browser.Http.GetAsync("/new");

        answer.Headers.GetValues("Strict-Transport-Security").Single().ShouldContain("max-age=63072000");
        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase) && c.Contains("httponly", StringComparison.OrdinalIgnoreCase) && c.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));
    }
}
