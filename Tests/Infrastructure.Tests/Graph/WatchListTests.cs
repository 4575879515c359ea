using System.Text;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class WatchListTests : IAsyncLifetime
{
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 2, 2, 9, 0));
    private TemporaryEngagementStore storage = null!;
    private WatchList watches = null!;

    public async ValueTask InitializeAsync()
    {
        storage = await TemporaryEngagementStore.CreateTemporaryAsync(new FakeTimeProvider(), TestContext.Current.CancellationToken);
        watches = new WatchList(storage.Store, clock);
    }

    public ValueTask DisposeAsync() => storage.DisposeAsync();

    [Fact]
    public async Task Genuine_OnlyWhatCarriesTheSecretOfItsSubscription()
    {
        await WatchAsync("lead@trust.example", "events-1 inbox-1", "secret-1");
        await WatchAsync("other@trust.example", "events-2 inbox-2", "secret-2");

        (await GenuineAsync(
            """{"subscriptionId":"events-1","clientState":"secret-1","n":1}""",
            """{"subscriptionId":"inbox-1","clientState":"secret-1","n":2}""",
            """{"subscriptionId":"events-1","clientState":"secret-2","n":3}""",
            """{"subscriptionId":"events-1","n":4}""",
            """{"subscriptionId":"events-9","clientState":"secret-1","n":5}""",
            """{"clientState":"secret-1","n":6}""",
            "7",
            """{"subscriptionId":"events-2","clientState":"secret-2","lifecycleEvent":"missed","n":8}""")).ShouldBe([1, 2, 8]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"value":{}}""")]
    [InlineData("""{"value":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}""")]
    public async Task Genuine_NoCollection_IsNull(string body) =>
        (await watches.GenuineAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken)).ShouldBeNull();

    [Fact]
    public async Task Genuine_SubscriptionMadeElsewhereAMomentAgo_IsKnownWithinASecond()
    {
        const string Item = """{"subscriptionId":"events-1","clientState":"secret-1","n":1}""";
        (await GenuineAsync(Item)).ShouldBeEmpty();
        await WatchAsync("lead@trust.example", "events-1 inbox-1", "secret-1");

        (await GenuineAsync(Item)).ShouldBeEmpty("who posts nonsense cannot have the store asked more than once a second");
        clock.AdvanceSeconds(1);
        (await GenuineAsync(Item)).ShouldBe([1]);
    }

    [Fact]
    public async Task Genuine_SecretChangedByThisProcess_IsForgottenAtOnce()
    {
        const string Item = """{"subscriptionId":"events-1","clientState":"secret-1","n":1}""";
        await WatchAsync("lead@trust.example", "events-1 inbox-1", "secret-1");
        (await GenuineAsync(Item)).ShouldBe([1]);
        await storage.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<MailboxSync>(new Domain.EmailAddress("lead@trust.example"), token))! with { ClientState = "secret-3" });
                return true;
            },
            TestContext.Current.CancellationToken);

        watches.Forget();

        (await GenuineAsync(Item)).ShouldBeEmpty();
    }

    private Task WatchAsync(string mailbox, string subscriptions, string state) => storage.Store.WriteAsync(
        (writer, _) =>
        {
            writer.Add(new MailboxSync
            {
                Mailbox = new(mailbox),
                SubscriptionId = subscriptions,
                ClientState = state,
                SubscriptionExpires = clock.GetCurrentInstant() + Duration.FromDays(2),
            });
            return Task.FromResult(true);
        },
        TestContext.Current.CancellationToken);

    private async Task<int[]> GenuineAsync(params string[] items)
    {
        var genuine = await watches.GenuineAsync(Encoding.UTF8.GetBytes($"{{\"value\":[{string.Join(',', items)}]}}"), TestContext.Current.CancellationToken);
        return [.. genuine.ShouldNotBeNull().Select(i => System.Text.Json.JsonDocument.Parse(i).RootElement.GetProperty("n").GetInt32())];
    }
}
