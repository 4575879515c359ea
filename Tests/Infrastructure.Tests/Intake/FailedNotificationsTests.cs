using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using NodaTime.Testing;
using NSubstitute;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>Notifications of Graph that could not be acted on, over the real store and the real queue.</summary>
public sealed class FailedNotificationsTests : IAsyncLifetime
{
    private const string Body = """{"value":[{"subscriptionId":"7f1e","clientState":"secret","changeType":"updated","resource":"Users/0a1b/Events/AAMk"}]}""";

    private readonly FakeClock clock = new(Instant.FromUtc(2027, 1, 11, 9, 0));
    private readonly IRequestQueue requests = Substitute.For<IRequestQueue>();
    private TemporaryEngagementStore temporary = null!;
    private EmbeddedMessageQueue queue = null!;
    private IntakeService intake = null!;
    private FailedNotifications failed = null!;

    public async ValueTask InitializeAsync()
    {
        temporary = await TemporaryEngagementStore.CreateTemporaryAsync(TimeProvider.System);
        queue = new EmbeddedMessageQueue(QueueNames.GraphNotifications, temporary.Database, TimeProvider.System);
        intake = new IntakeService(temporary.Store, requests, clock, () => StableId.From("id"));
        failed = new FailedNotifications(temporary.Store, queue, clock);
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task Keep_DeliveredTwice_IsOneDeadLetterThatHoldsTheNotificationAndNothingElse()
    {
        await failed.KeepAsync(Body, default);
        await failed.KeepAsync(Body, default);

        var kept = (await StoredAsync()).ShouldHaveSingleItem();
        (kept.State, kept.IsNotification, kept.IsRefused, kept.Attempts, kept.ReceivedAt)
            .ShouldBe((RequestState.DeadLetter, true, false, RequestConsumer.MaxAttempts, clock.GetCurrentInstant()));
        kept.Body.ShouldBe(Body);
        kept.Error.ShouldBe("It was taken from its queue five times and could not be acted on.");
        MessageIntake.RequestOf(kept.Body).ShouldBeNull();
        (await HappenedAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.What.ShouldBe("notification.failed"), e => e.Words.ShouldNotContain("0a1b"));
    }

    [Fact]
    public async Task Retry_PutsItBackOnItsOwnQueueAndTakesTheDeadLetterAway()
    {
        await failed.KeepAsync(Body, default);
        var id = (await StoredAsync()).Single().Id;

        (await failed.RetryAsync(id, default)).ShouldBeTrue();
        (await failed.RetryAsync(id, default)).ShouldBeFalse("it is no dead letter any more");

        (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), default)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            d => d.Body.ShouldBe(Body), d => d.Deliveries.ShouldBe(1));
        (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), default)).ShouldBeNull();
        (await StoredAsync()).ShouldBeEmpty();
        (await HappenedAsync()).Select(e => e.What).ShouldBe(["notification.failed", "notification.retried"]);
        await failed.KeepAsync(Body, default);
        (await StoredAsync()).ShouldHaveSingleItem("it may fail again");
    }

    [Fact]
    public async Task Retry_QueueIsDown_StaysADeadLetter()
    {
        var down = Substitute.For<IMessageQueue>();
        down.SendAsync(Body, Arg.Any<CancellationToken>()).Returns(Task.FromException(new IOException("down")));
        await failed.KeepAsync(Body, default);
        var id = (await StoredAsync()).Single().Id;

        await Should.ThrowAsync<IOException>(() => new FailedNotifications(temporary.Store, down, clock).RetryAsync(id, default));

        (await StoredAsync()).ShouldHaveSingleItem().State.ShouldBe(RequestState.DeadLetter);
    }

    [Fact]
    public async Task NoRequest_IsNeverPutOnTheRequestsQueue_AndARequestIsNoNotification()
    {
        await failed.KeepAsync(Body, default);
        var id = (await StoredAsync()).Single().Id;
        await intake.KeepAsync("hello", "queue", [new FieldError("", "No request.")], default);
        var request = (await StoredAsync()).Single(r => r.Id != id);

        (await intake.RetryAsync(id, default)).ShouldBeFalse();
        (await failed.RetryAsync(request.Id, default)).ShouldBeFalse();

        await requests.DidNotReceiveWithAnyArgs().EnqueueAsync(default, default);
        (await queue.ReceiveAsync(TimeSpan.FromMinutes(5), default)).ShouldBeNull();
        request.IsNotification.ShouldBeFalse();
    }

    [Fact]
    public async Task SetAside_NothingOfItIsKept()
    {
        await failed.KeepAsync(Body, default);
        var id = (await StoredAsync()).Single().Id;

        (await intake.SetAsideAsync(id, default)).ShouldBeTrue();

        (await StoredAsync()).ShouldBeEmpty();
        (await HappenedAsync()).Select(e => e.What).ShouldBe(["notification.failed", "notification.set-aside"]);
    }

    private Task<IReadOnlyList<StoredRequest>> StoredAsync() =>
        temporary.Store.ReadAsync((r, t) => r.ListAsync<StoredRequest>(x => x.Version >= 0, t), default);

    private Task<IReadOnlyList<AuditEvent>> HappenedAsync() =>
        temporary.Store.ReadAsync((r, t) => r.ListAsync<AuditEvent>(e => e.Sequence > 0, t), default);
}
