using System.Net;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Simulation;
using ClinicalEngagement.Portal.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Portal.Tests.Pages;

/// <summary>What holds for every page.</summary>
public sealed class PipelineTests : IAsyncLifetime
{
    private PortalHost host = null!;
    private PortalBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync(simulating: true);
        await Seed.FillAsync(host);
        browser = host.Browse();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/new")]
    [InlineData("/nowhere")]
    [InlineData("/api/nowhere")]
    public async Task EveryAnswer_HasAStrictPolicyAndIsNotKept(string path)
    {
        await browser.GetAsync(path);

        var headers = browser.Response.Headers;
        headers.GetValues("Content-Security-Policy").Single().ShouldSatisfyAllConditions(p => p.ShouldContain("default-src 'none'"), p => p.ShouldNotContain("unsafe"));
        headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Pages_HaveNothingInline()
    {
        foreach (var path in new[] { "/", "/new", $"/projects/{Seed.Project}", $"/projects/{Seed.Project}/panel", $"/projects/{Seed.Project}/measure" })
        {
            var page = await browser.GetAsync(path);
            page.QuerySelectorAll("[style], style, [onclick], script:not([src])").ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Assets_AreServedAndKept()
    {
        var page = await browser.GetAsync("/");
        var assets = page.QuerySelectorAll("link[href], script[src]").Select(e => (e.GetAttribute("href") ?? e.GetAttribute("src"))!).ToArray();
        assets.Length.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var asset in assets)
        {
            using var answer = await browser.Http.GetAsync(asset);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, asset);
            answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        }
    }

    [Fact]
    public async Task EveryForm_WithoutItsToken_IsRefused()
    {
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) == true)
            .Select(e => e.RoutePattern.RawText!)
            .Where(p => !p.StartsWith("/api/", StringComparison.Ordinal))
            .ToArray();
        endpoints.Length.ShouldBeGreaterThan(15);
        foreach (var pattern in endpoints)
        {
            var path = string.Join('/', pattern.Split('/').Select(s => s.StartsWith('{') ? (s.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString("N") : "x") : s));
            await browser.PostAsync(path, new Dictionary<string, string> { ["speed"] = "Paused" });
            browser.Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, pattern);
        }

        host.Simulation.Speed.ShouldBe(SimulationSpeed.RealTime);
    }

    [Fact]
    public async Task SimulationBar_Buttons_SetTheClockAndComeBack()
    {
        var page = await browser.GetAsync($"/projects/{Seed.Project}?before=99");

        await browser.SendAsync(page, "/simulation", button: ("speed", "DayPerSecond"));
        browser.Path.ShouldBe($"/projects/{Seed.Project}?before=99");
        host.Simulation.Speed.ShouldBe(SimulationSpeed.DayPerSecond);
        await browser.SendAsync(page, "/simulation", button: ("jump", "next"));
        host.Simulation.Jumps.ShouldBe(1);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    public async Task SimulationBar_PathToElsewhere_LeadsHome(string path)
    {
        var page = await browser.GetAsync("/");

        await browser.SendAsync(page, "/simulation", new Dictionary<string, string?> { ["returnTo"] = path }, ("speed", "Paused"));

        browser.Path.ShouldBe("/");
    }

    [Fact]
    public async Task DeadLetter_IsShownWithItsErrorAndTriedAgain()
    {
        var id = new RequestId(StableId.From("dead"));
        await host.Store.WriteAsync(
            (writer, _) =>
            {
                writer.Add(new StoredRequest
                {
                    Id = id,
                    BodyHash = "",
                    Body = """{"name":"Frailty"}""",
                    Door = "api",
                    ReceivedAt = PortalHost.Begin,
                    State = RequestState.DeadLetter,
                    Attempts = 5,
                    Error = "The directory did not answer.",
                });
                return Task.FromResult(true);
            },
            default);

        var page = await browser.GetAsync("/dead-letters");
        page.QuerySelector("code")!.TextContent.ShouldBe("The directory did not answer.");
        var after = await browser.SendAsync(page, $"/dead-letters/{id}/retry");

        after.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("It is tried again.");
        (await host.Store.ReadAsync((r, t) => r.FindAsync<StoredRequest>(id, t), default)).ShouldNotBeNull().State.ShouldBe(RequestState.Received);
    }

    [Fact]
    public async Task FailedNotification_WaitsOnTheHomePage_IsShownWithoutWhatItHoldsAndGoesBackOnItsQueue()
    {
        const string body = """{"value":[{"subscriptionId":"7f1e","clientState":"secret","changeType":"updated","resource":"Users/0a1b/Events/AAMk"}]}""";
        using (var scope = host.Services.CreateScope())
            await scope.ServiceProvider.GetRequiredService<FailedNotifications>().KeepAsync(body, default);

        var home = await browser.GetAsync("/");
        home.QuerySelector("a[href='/dead-letters']")!.TextContent.ShouldBe("Look at a message that failed");
        home.Body!.TextContent.ShouldNotContain("A new engagement");
        var page = await browser.GetAsync("/dead-letters");
        page.QuerySelector("h2")!.TextContent.ShouldBe("A notification of Microsoft 365");
        page.Body!.TextContent.ShouldNotContain("secret");
        var action = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.EndsWith("/retry", StringComparison.Ordinal));
        var after = await browser.SendAsync(page, action);

        after.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("It is tried again.");
        after.QuerySelectorAll(".app-card").ShouldBeEmpty();
        var queue = host.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.GraphNotifications);
        (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), default)).ShouldNotBeNull().Body.ShouldBe(body);
        (await browser.GetAsync("/")).QuerySelector("a[href='/dead-letters']").ShouldBeNull();
    }

    [Fact]
    public async Task RefusedMessage_IsShownWithWhatIsWrong_CorrectedInTheForm_AndSetAside()
    {
        using (var scope = host.Services.CreateScope())
            await scope.ServiceProvider.GetRequiredService<MessageIntake>().TakeInAsync(
                """{"responseId":"17","projectName":"Frailty <b>","patientBenefit":"Home the same day.","measure":"Scored","baseline":"a third"}""", default);

        var page = await browser.GetAsync("/dead-letters");
        page.QuerySelectorAll(".nhsuk-list--bullet li").Select(l => l.TextContent)
            .ShouldContain("baseline: Give a number, like 38 or 4.5, or “not yet measured”.");
        page.QuerySelector("h2")!.TextContent.ShouldBe("Frailty <b>");
        var form = await browser.GetAsync(page.QuerySelector("a[href^='/new?from=']")!.GetAttribute("href")!);
        form.QuerySelector("[name='name']")!.GetAttribute("value").ShouldBe("Frailty <b>");
        var action = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.StartsWith("/dead-letters/", StringComparison.Ordinal));
        var after = await browser.SendAsync(page, action);

        action.ShouldEndWith("/set-aside");
        after.QuerySelector(".nhsuk-notification-banner__heading")!.TextContent.ShouldBe("It was set aside.");
        after.QuerySelectorAll(".app-card").ShouldBeEmpty();
        (await browser.GetAsync("/")).Body!.TextContent.ShouldNotContain("could not be understood");
    }

    [Fact]
    public async Task Health_Answers()
    {
        (await browser.Http.GetStringAsync("/health")).ShouldBe("Healthy");
    }
}
