using ClinicalEngagement.Functions.Queues;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>What the host moved to the poison queue of notifications.</summary>
public sealed class PoisonedNotificationTests
{
    private const string Body = """{"value":[{"subscriptionId":"7f1e","clientState":"secret","changeType":"updated","resource":"Users/0a1b/Events/AAMk"}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_DeliveredTwice_IsOneDeadLetter_AndTriedAgainItIsBackOnItsQueue()
    {
        await using var app = await AppUnderTest.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var function = ActivatorUtilities.CreateInstance<PoisonedNotificationFunction>(scope.ServiceProvider);

        await function.RunAsync(Body, Token);
        await function.RunAsync(Body, Token);

        var store = scope.ServiceProvider.GetRequiredService<IEngagementStore>();
        var dead = (await store.ReadAsync((r, t) => r.ListAsync<StoredRequest>(x => x.State == RequestState.DeadLetter, t), Token)).ShouldHaveSingleItem();
        dead.IsNotification.ShouldBeTrue();
        (await scope.ServiceProvider.GetRequiredService<FailedNotifications>().RetryAsync(dead.Id, Token)).ShouldBeTrue();
        var queue = scope.ServiceProvider.GetRequiredKeyedService<IMessageQueue>(QueueNames.GraphNotifications);
        (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), Token)).ShouldNotBeNull().Body.ShouldBe(Body);
    }
}
