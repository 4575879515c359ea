using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using NodaTime.Testing;
using NSubstitute;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>Stored once, queued at least once, over the real store.</summary>
public sealed class IntakeServiceTests : IAsyncLifetime
{
    private static readonly EngagementRequest Good = new()
    {
        Name = "Frailty",
        PatientBenefit = "Home the same day.",
        Lead = new PersonRequest { Name = "Priya Nair", Email = "priya@harbour.example" },
        Clinicians = [new ClinicianRequest { Name = "Dr Bell", Email = "bell@harbour.example" }],
    };

    private readonly FakeClock clock = new(Instant.FromUtc(2027, 1, 11, 9, 0));
    private readonly IRequestQueue queue = Substitute.For<IRequestQueue>();
    private TemporaryEngagementStore temporary = null!;
    private IntakeService intake = null!;

    public async ValueTask InitializeAsync()
    {
        temporary = await TemporaryEngagementStore.CreateTemporaryAsync(TimeProvider.System);
        intake = new IntakeService(temporary.Store, queue, clock, () => StableId.From("id"));
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task Receive_Good_StoresAuditsAndQueues()
    {
        var accepted = (await intake.ReceiveAsync(Good, "api", null, default)).ShouldBeOfType<IntakeResult.Accepted>();

        var stored = (await StoredAsync()).ShouldHaveSingleItem();
        stored.Id.Value.ShouldBe(StableId.From("id"));
        stored.ProjectId.ShouldBe(accepted.Project);
        stored.State.ShouldBe(RequestState.Received);
        EngagementRequestReader.Read(System.Text.Encoding.UTF8.GetBytes(stored.Body)).ShouldBeOfType<ReadRequest.Read>().Request.Clinicians.ShouldHaveSingleItem().Email.ShouldBe("bell@harbour.example");
        var happened = await temporary.Store.ReadAsync((r, t) => r.ListAsync<AuditEvent>(e => e.ProjectId == accepted.Project, t), default);
        happened.ShouldHaveSingleItem().What.ShouldBe("request.received");
        await queue.Received(1).EnqueueAsync(stored.Id, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Receive_SameKeyTwice_IsAReplayOfTheSameProject()
    {
        var first = (await intake.ReceiveAsync(Good, "api", "key", default)).ShouldBeOfType<IntakeResult.Accepted>();
        var second = (await intake.ReceiveAsync(Good, "api", "key", default)).ShouldBeOfType<IntakeResult.Replayed>();

        second.Project.ShouldBe(first.Project);
        (await StoredAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Receive_SameKeyOtherBody_IsChanged()
    {
        await intake.ReceiveAsync(Good, "api", "key", default);

        (await intake.ReceiveAsync(Good with { Name = "Sepsis" }, "api", "key", default)).ShouldBeOfType<IntakeResult.ChangedBody>();
        (await StoredAsync()).ShouldHaveSingleItem().Body.ShouldContain("Frailty");
    }

    [Fact]
    public async Task Receive_SameKeyByAnotherDoor_IsAnotherRequest()
    {
        await intake.ReceiveAsync(Good, "api", "key", default);

        (await intake.ReceiveAsync(Good, "form", "key", default)).ShouldBeOfType<IntakeResult.Accepted>();
    }

    [Fact]
    public async Task Receive_Bad_NamesFieldsByTheirPathAndStoresNothing()
    {
        var invalid = (await intake.ReceiveAsync(Good with { Clinicians = [new ClinicianRequest { Name = "Dr Bell", Email = "bell" }] }, "api", null, default))
            .ShouldBeOfType<IntakeResult.Invalid>();

        invalid.Errors.ShouldHaveSingleItem().Field.ShouldBe("clinicians[0].email");
        (await StoredAsync()).ShouldBeEmpty();
        await queue.DidNotReceiveWithAnyArgs().EnqueueAsync(default, default);
    }

    [Fact]
    public async Task Receive_QueueIsDownAfterTheCommit_IsHealedByReplayAndBySweep()
    {
        queue.EnqueueAsync(Arg.Any<RequestId>(), Arg.Any<CancellationToken>()).Returns(Task.FromException(new IOException("down")), Task.CompletedTask);

        await Should.ThrowAsync<IOException>(() => intake.ReceiveAsync(Good, "api", "key", default));
        (await intake.ReceiveAsync(Good, "api", "key", default)).ShouldBeOfType<IntakeResult.Replayed>();
        clock.Advance(Duration.FromMinutes(2));
        (await intake.RequeueStrandedAsync(Duration.FromMinutes(1), default)).ShouldBe(1);

        await queue.Received(3).EnqueueAsync(Arg.Any<RequestId>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Retry_DeadLetter_IsQueuedWithFreshTries()
    {
        await intake.ReceiveAsync(Good, "api", "key", default);
        var stored = (await StoredAsync()).Single();
        await temporary.Store.WriteAsync(
            (w, _) =>
            {
                w.Update(stored with { State = RequestState.DeadLetter, Attempts = 5, Error = "boom" });
                return Task.FromResult(true);
            },
            default);

        (await intake.RetryAsync(stored.Id, default)).ShouldBeTrue();
        (await intake.RetryAsync(stored.Id, default)).ShouldBeFalse("it is not a dead letter any more");

        (await StoredAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Attempts.ShouldBe(0), r => r.Error.ShouldBeNull());
        await queue.Received(2).EnqueueAsync(stored.Id, Arg.Any<CancellationToken>());
    }

    private Task<IReadOnlyList<StoredRequest>> StoredAsync() =>
        temporary.Store.ReadAsync((r, t) => r.ListAsync<StoredRequest>(x => x.State == RequestState.Received, t), default);
}
