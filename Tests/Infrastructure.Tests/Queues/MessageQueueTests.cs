using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Queues;

namespace ClinicalEngagement.Infrastructure.Tests.Queues;

/// <summary>What a queue promises, wherever it is.</summary>
public abstract class MessageQueueTests : IAsyncLifetime
{
    private protected static readonly TimeSpan Hidden = TimeSpan.FromMinutes(1);

    private protected IMessageQueue Queue { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Queue = await OpenAsync("engagement-requests");

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await CloseAsync();
    }

    private protected abstract Task<IMessageQueue> OpenAsync(string name);

    private protected abstract Task PassAsync(TimeSpan time);

    protected abstract ValueTask CloseAsync();

    [Fact]
    public async Task Receive_EmptyQueue_IsNull() => (await Queue.ReceiveAsync(Hidden, Token)).ShouldBeNull();

    [Fact]
    public async Task Receive_GivesMessagesInTheOrderOfTheirSending()
    {
        foreach (var body in new[] { "first", "second", "third" })
            await Queue.SendAsync(body, Token);

        var bodies = new List<string>();
        while (await Queue.ReceiveAsync(Hidden, Token) is { } delivery)
        {
            bodies.Add(delivery.Body);
            (await Queue.CompleteAsync(delivery, Token)).ShouldBeTrue();
        }

        bodies.ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task Receive_AnyText_ComesAsItWasSent()
    {
        const string Body = "{\"value\":\"grün <&> \\u0001 ✓\"}\n";
        await Queue.SendAsync(Body, Token);

        (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull().Body.ShouldBe(Body);
    }

    [Fact]
    public async Task Receive_WhileAnotherHasIt_IsNull()
    {
        await Queue.SendAsync("once", Token);
        (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull();

        (await Queue.ReceiveAsync(Hidden, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Receive_ManyAtOnce_GivesEachMessageToOne()
    {
        const int Messages = 24;
        for (var i = 0; i < Messages; i++)
            await Queue.SendAsync($"{i}", Token);

        var received = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var bodies = new List<string>();
            while (await Queue.ReceiveAsync(Hidden, Token) is { } delivery)
                bodies.Add(delivery.Body);
            return bodies;
        })));

        received.SelectMany(bodies => bodies).Order().ShouldBe(Enumerable.Range(0, Messages).Select(i => $"{i}").Order());
    }

    [Fact]
    public async Task Receive_DeliveryRanOut_GivesItAgainAndCounts()
    {
        await Queue.SendAsync("again", Token);
        var first = (await Queue.ReceiveAsync(TimeSpan.FromSeconds(1), Token)).ShouldNotBeNull();
        await PassAsync(TimeSpan.FromSeconds(1.5));
        var second = (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull();

        (first.Deliveries, second.Deliveries).ShouldBe((1, 2));
        second.Body.ShouldBe("again");
        (await Queue.CompleteAsync(first, Token)).ShouldBeFalse("the first delivery had run out");
        (await Queue.AbandonAsync(first, TimeSpan.Zero, Token)).ShouldBeFalse("the first delivery had run out");
        (await Queue.CompleteAsync(second, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Abandon_ComesBackAfterItsBackoffAndCounts()
    {
        await Queue.SendAsync("later", Token);
        for (var delivery = 1; delivery <= 5; delivery++)
        {
            var received = (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull();
            received.Deliveries.ShouldBe(delivery);
            (await Queue.AbandonAsync(received, TimeSpan.FromSeconds(1), Token)).ShouldBeTrue();
            (await Queue.ReceiveAsync(Hidden, Token)).ShouldBeNull();
            await PassAsync(TimeSpan.FromSeconds(1.5));
        }

        (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull().Body.ShouldBe("later");
    }

    [Fact]
    public async Task Complete_Twice_IsFalse()
    {
        await Queue.SendAsync("done", Token);
        var delivery = (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull();

        (await Queue.CompleteAsync(delivery, Token)).ShouldBeTrue();
        (await Queue.CompleteAsync(delivery, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Receive_AnotherQueuesMessage_StaysThere()
    {
        var other = await OpenAsync("graph-notifications");
        await other.SendAsync("elsewhere", Token);

        (await Queue.ReceiveAsync(Hidden, Token)).ShouldBeNull();
        (await other.ReceiveAsync(Hidden, Token)).ShouldNotBeNull().Body.ShouldBe("elsewhere");
    }

    [Fact]
    public async Task Enqueue_Request_CarriesItsIdAndNothingElse()
    {
        var request = new RequestId(StableId.From("request"));
        await new RequestQueue(Queue).EnqueueAsync(request, Token);

        var body = (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull().Body;
        body.ShouldBe(request.ToString());
        RequestQueue.TryRead(body).ShouldBe(request);
    }
}
