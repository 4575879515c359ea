using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Tests.Queues;

/// <summary>The queue of Azure Storage, played by Azurite.</summary>
public sealed class AzureMessageQueueTests(Azurite azurite) : MessageQueueTests
{
    private string? account;
    private ServiceProvider? provider;

    [Fact]
    public async Task Send_IsBase64OnTheWire_AsTheFunctionsTriggerReadsIt()
    {
        await Queue.SendAsync("grün", Token);

        var raw = new QueueClient(account, Queue.Name, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        PeekedMessage message = await raw.PeekMessageAsync(Token);
        message.Body.ToString().ShouldBe(Convert.ToBase64String("grün"u8));
    }

    [Fact]
    public async Task RequestQueue_FromTheServices_SendsToTheAccount()
    {
        var request = new Domain.RequestId(Domain.StableId.From("request"));
        await provider!.GetRequiredService<IRequestQueue>().EnqueueAsync(request, Token);

        RequestQueue.TryRead((await Queue.ReceiveAsync(Hidden, Token)).ShouldNotBeNull().Body).ShouldBe(request);
    }

    private protected override async Task<IMessageQueue> OpenAsync(string name)
    {
        account ??= await azurite.CreateAccountAsync();
        provider ??= new ServiceCollection()
            .AddEngagementQueues(new EngagementQueueOptions { ConnectionString = account })
            .BuildServiceProvider();
        return provider.GetRequiredKeyedService<IMessageQueue>(name);
    }

    // Azurite's clock is the machine's; there is nothing to wait for but its passing.
    private protected override Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, Token);

    protected override async ValueTask CloseAsync()
    {
        if (provider is not null)
            await provider.DisposeAsync();
    }
}
