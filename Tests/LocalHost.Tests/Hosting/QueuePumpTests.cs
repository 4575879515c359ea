using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NSubstitute;

namespace ClinicalEngagement.LocalHost.Tests.Hosting;

/// <summary>Messages that others put on the requests' queue, over the real queue and store.</summary>
public sealed class QueuePumpTests : IAsyncLifetime
{
    private const string Notification = """{"value":[{"subscriptionId":"7f1e","clientState":"secret","changeType":"updated","resource":"Users/0a1b/Events/AAMk"}]}""";

    private readonly VirtualClock clock = new(Instant.FromUtc(2027, 1, 11, 9, 0));
    private readonly IRequestQueue ours = Substitute.For<IRequestQueue>();
    private readonly IEngagementStore ofNotifications = Substitute.For<IEngagementStore>();
    private TemporaryEngagementStore temporary = null!;
    private ServiceProvider services = null!;
    private EmbeddedMessageQueue requests = null!;
    private EmbeddedMessageQueue notifications = null!;
    private QueuePump pump = null!;

    public async ValueTask InitializeAsync()
    {
        temporary = await TemporaryEngagementStore.CreateTemporaryAsync(clock);
        requests = new EmbeddedMessageQueue(QueueNames.EngagementRequests, temporary.Database, clock);
        notifications = new EmbeddedMessageQueue(QueueNames.GraphNotifications, temporary.Database, clock);
        services = new ServiceCollection()
            .AddKeyedSingleton<IMessageQueue>(QueueNames.GraphNotifications, notifications)
            .AddSingleton(new NotificationConsumer(ofNotifications, null!, null!))
            .AddSingleton<IEngagementStore>(temporary.Store)
            .AddSingleton(ours)
            .AddSingleton<IClock>(clock)
            .AddSingleton<Func<Guid>>(() => StableId.From("id"))
            .AddIntake()
            .BuildServiceProvider();
        pump = new QueuePump(
            requests, notifications, services.GetRequiredService<IServiceScopeFactory>(), clock, NullLogger<QueuePump>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await temporary.DisposeAsync();
    }

    [Fact]
    public async Task Drain_MessageThatCannotBegin_IsKeptAndTakenOff()
    {
        await requests.SendAsync("hello", default);

        (await pump.DrainAsync(default)).ShouldBeTrue();

        (await KeptAsync()).ShouldHaveSingleItem().Body.ShouldBe("hello");
        clock.MoveTo(clock.Now + Duration.FromDays(1));
        (await pump.DrainAsync(default)).ShouldBeFalse("it is off the queue");
    }

    [Fact]
    public async Task Drain_QueueIsDownAfterTheRequestIsStored_EndsAfterFiveTimesAndTheSweepGoesOn()
    {
        ours.EnqueueAsync(Arg.Any<RequestId>(), Arg.Any<CancellationToken>()).Returns(Task.FromException(new IOException("The queue is down.")));
        await requests.SendAsync(
            """
            {"name":"Frailty","patientBenefit":"Home.","lead":{"name":"Priya","email":"priya@harbour.example"},"clinicians":[{"name":"Dr Bell","email":"bell@harbour.example"}]}
            """,
            default);

        var deliveries = 0;
        while (await pump.DrainAsync(default))
        {
            deliveries++;
            clock.MoveTo(clock.Now + Duration.FromHours(1));
        }

        deliveries.ShouldBe(5);
        (await KeptAsync()).ShouldBeEmpty("the request itself is stored");
        ours.EnqueueAsync(Arg.Any<RequestId>(), Arg.Any<CancellationToken>()).Returns(Task.CompletedTask);
        (await services.CreateScope().ServiceProvider.GetRequiredService<IntakeService>().RequeueStrandedAsync(Duration.FromMinutes(1), default)).ShouldBe(1);
    }

    [Fact]
    public async Task Drain_NotificationFailsFiveTimesHoweverItFails_IsKeptForAPersonAndGoesOnWhenTriedAgain()
    {
        ofNotifications.ReadAsync<IReadOnlyList<MailboxSync>>(default!, default)
            .ReturnsForAnyArgs(Task.FromException<IReadOnlyList<MailboxSync>>(new InvalidDataException("bell@harbour.example cannot be read")));
        await notifications.SendAsync(Notification, default);

        var deliveries = 0;
        while (await pump.DrainAsync(default))
        {
            deliveries++;
            clock.MoveTo(clock.Now + Duration.FromHours(1));
        }

        deliveries.ShouldBe(5);
        var kept = (await KeptAsync()).ShouldHaveSingleItem();
        (kept.IsNotification, kept.Body).ShouldBe((true, Notification));
        kept.Error.ShouldNotBeNull().ShouldNotContain("bell");

        ofNotifications.ReadAsync<IReadOnlyList<MailboxSync>>(default!, default).ReturnsForAnyArgs(Task.FromResult<IReadOnlyList<MailboxSync>>([]));
        await using (var scope = services.CreateAsyncScope())
            (await scope.ServiceProvider.GetRequiredService<FailedNotifications>().RetryAsync(kept.Id, default)).ShouldBeTrue();
        (await pump.DrainAsync(default)).ShouldBeTrue("it is on its queue again");
        clock.MoveTo(clock.Now + Duration.FromDays(1));
        (await pump.DrainAsync(default)).ShouldBeFalse("it was acted on");
        (await KeptAsync()).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<StoredRequest>> KeptAsync() =>
        temporary.Store.ReadAsync((r, t) => r.ListAsync<StoredRequest>(x => x.State == RequestState.DeadLetter, t), default);
}
