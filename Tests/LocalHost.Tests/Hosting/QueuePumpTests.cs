using ClinicalEngagement.Domain;
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
    private readonly VirtualClock clock = new(Instant.FromUtc(2027, 1, 11, 9, 0));
    private readonly IRequestQueue ours = Substitute.For<IRequestQueue>();
    private TemporaryEngagementStore temporary = null!;
    private ServiceProvider services = null!;
    private EmbeddedMessageQueue requests = null!;
    private QueuePump pump = null!;

    public async ValueTask InitializeAsync()
    {
        temporary = await TemporaryEngagementStore.CreateTemporaryAsync(clock);
        requests = new EmbeddedMessageQueue(QueueNames.EngagementRequests, temporary.Database, clock);
        services = new ServiceCollection()
            .AddSingleton<IEngagementStore>(temporary.Store)
            .AddSingleton(ours)
            .AddSingleton<IClock>(clock)
            .AddSingleton<Func<Guid>>(() => StableId.From("id"))
            .AddIntake()
            .BuildServiceProvider();
        pump = new QueuePump(
            requests, new EmbeddedMessageQueue(QueueNames.GraphNotifications, temporary.Database, clock),
            services.GetRequiredService<IServiceScopeFactory>(), clock, NullLogger<QueuePump>.Instance);
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

    private Task<IReadOnlyList<StoredRequest>> KeptAsync() =>
        temporary.Store.ReadAsync((r, t) => r.ListAsync<StoredRequest>(x => x.State == RequestState.DeadLetter, t), default);
}
