using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Queues;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Tests.Queues;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>The one-machine host with its queues in a storage account, where a flow of Microsoft Forms can reach them.</summary>
public sealed class AzureQueueTests(Azurite azurite)
{
    [Fact]
    public async Task Message_PutOnTheQueueByOthers_BeginsAnEngagement()
    {
        var account = await azurite.CreateAccountAsync();
        using var folder = new TemporaryFolder();
        await using var host = await HostProcess.StartAsync(folder.Path, "Paused", account);
        var ours = await host.BeginAsync(Samples.Frailty);
        await UntilBegunAsync(host, ours);

        var queue = new QueueClient(account, QueueNames.EngagementRequests, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.SendMessageAsync("hello", TestContext.Current.CancellationToken);

        var page = "";
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!page.Contains("Send a JSON object", StringComparison.Ordinal) && await again.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            page = await host.Portal.GetStringAsync("/dead-letters");
        page.ShouldContain("by the queue");
        (await queue.PeekMessagesAsync(1)).Value.ShouldBeEmpty();
    }

    private static async Task UntilBegunAsync(HostProcess host, Guid project)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await again.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            if ((await host.Portal.GetFromJsonAsync<JsonElement>($"/api/engagements/{project}")).GetProperty("state").GetString() != "received")
                return;
    }
}
