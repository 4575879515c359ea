using System.Net;
using System.Net.Http.Json;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>The shared pipeline behind the one HTTP function, after the worker's routing.</summary>
public sealed class PortalAppTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_HomeAndHealth_Answer()
    {
        await using var app = await AppUnderTest.StartAsync();

        var home = await app.Browser.GetAsync("/", Token);
        home.StatusCode.ShouldBe(HttpStatusCode.OK);
        home.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        home.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        (await app.Browser.GetAsync("/health", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_NotSignedIn_LeadsToThePlatformsSignIn()
    {
        await using var app = await AppUnderTest.StartAsync();
        app.Browser.DefaultRequestHeaders.Clear();

        var answer = await app.Browser.GetAsync("/", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/.auth/login/aad");
    }

    [Fact]
    public async Task Keys_OfOneInstance_AreEveryOnes()
    {
        await using var app = await AppUnderTest.StartAsync();
        await app.Browser.GetAsync("/new", Token);

        var keys = await app.Services.CreateScope().ServiceProvider.GetRequiredService<EngagementDbContext>().DataProtectionKeys.ToListAsync(Token);
        keys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Get_AnAddressThereIsNot_IsThePortalsNotFound()
    {
        await using var app = await AppUnderTest.StartAsync();

        var answer = await app.Browser.GetAsync("/no/such/page", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Post_AnEngagement_StoresItAndQueuesItsId()
    {
        await using var app = await AppUnderTest.StartAsync();

        var answer = await app.Browser.PostAsync("/api/engagements", Samples.Frailty(), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Token));
        (await app.Browser.GetAsync(answer.Headers.Location, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var message = await app.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.EngagementRequests).ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        RequestQueue.TryRead(message.ShouldNotBeNull().Body).ShouldNotBeNull();
    }

    [Fact]
    public async Task Post_ANotification_IsQueuedAsItCame()
    {
        await using var app = await AppUnderTest.StartAsync();
        await app.Services.GetRequiredService<IEngagementStore>().WriteAsync(
            (writer, _) =>
            {
                writer.Add(new MailboxSync { Mailbox = new("lead@trust.example"), SubscriptionId = "1 2", ClientState = "secret", SubscriptionExpires = Instant.FromUtc(2100, 1, 1, 0, 0) });
                return Task.FromResult(true);
            },
            Token);

        var answer = await app.Browser.PostAsJsonAsync("/api/graph/notifications", new { value = new[] { new { subscriptionId = "1", clientState = "secret" } } }, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var message = await app.Services.GetRequiredKeyedService<IMessageQueue>(QueueNames.GraphNotifications).ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        message.ShouldNotBeNull().Body.ShouldContain("subscriptionId");
    }
}
