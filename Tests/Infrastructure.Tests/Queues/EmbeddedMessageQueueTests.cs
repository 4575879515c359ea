using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Tests.Storage;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Queues;

/// <summary>The queue in the store, on whatever database it is.</summary>
public abstract class EmbeddedMessageQueueTests : MessageQueueTests
{
    private IDatabaseUnderTest? database;
    private StoreUnderTest? store;

    [Fact]
    public async Task Send_TellsThisProcess()
    {
        var told = 0;
        ((EmbeddedMessageQueue)Queue).Sent += () => told++;
        await Queue.SendAsync("one", Token);
        told.ShouldBe(1);
    }

    [Fact]
    public async Task Receive_MessageAddedWithAFact_IsDelivered()
    {
        await store!.WriteAsync(writer => writer.Add(new QueueMessage
        {
            Queue = Queue.Name,
            Body = "with a fact",
            VisibleAt = Instant.FromDateTimeOffset(store.Time.GetUtcNow()),
        }));

        (await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull().Body.ShouldBe("with a fact");
    }

    [Fact]
    public async Task Send_WithinAWrite_IsRefusedInsteadOfWaitingForItself() =>
        await Should.ThrowAsync<InvalidOperationException>(() => store!.Store.WriteAsync(
            async (_, token) =>
            {
                await Queue.SendAsync("never", token);
                return true;
            },
            Token));

    [Theory]
    [InlineData("")]
    [InlineData("not an id")]
    [InlineData("{\"id\":\"00000000000000000000000000000001\"}")]
    public void TryRead_AnythingElseThanAnId_IsNull(string body) => RequestQueue.TryRead(body).ShouldBeNull();

    protected abstract Task<IDatabaseUnderTest> CreateDatabaseAsync();

    private protected override async Task<IMessageQueue> OpenAsync(string name)
    {
        database ??= await CreateDatabaseAsync();
        store ??= database.Open();
        return new EmbeddedMessageQueue(name, store.Database, store.Time);
    }

    private protected override Task PassAsync(TimeSpan time)
    {
        store!.Time.Advance(time);
        return Task.CompletedTask;
    }

    protected override async ValueTask CloseAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }
}
