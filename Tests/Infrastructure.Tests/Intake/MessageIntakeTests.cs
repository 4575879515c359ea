using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using CsCheck;
using NodaTime;
using NodaTime.Testing;
using NSubstitute;

namespace ClinicalEngagement.Infrastructure.Tests.Intake;

/// <summary>What others put on the requests' queue: begun, or kept with what is wrong; never dropped.</summary>
public sealed class MessageIntakeTests : IAsyncLifetime
{
    private const string Request = """
        {"name":"Frailty","patientBenefit":"Home the same day.","lead":{"name":"Priya Nair","email":"priya@harbour.example"},
         "clinicians":[{"name":"Dr Bell","email":"bell@harbour.example"}]}
        """;

    private const string Response = """
        {"responseId":"17","projectName":"Frailty","patientBenefit":"Home the same day.","leadName":"Priya Nair","leadEmail":"priya@harbour.example",
         "clinicians":"Dr Bell, bell@harbour.example"}
        """;

    private readonly IRequestQueue queue = Substitute.For<IRequestQueue>();
    private TemporaryEngagementStore temporary = null!;
    private IntakeService intake = null!;
    private MessageIntake messages = null!;

    public async ValueTask InitializeAsync()
    {
        temporary = await TemporaryEngagementStore.CreateTemporaryAsync(TimeProvider.System);
        intake = new IntakeService(temporary.Store, queue, new FakeClock(Instant.FromUtc(2027, 1, 11, 9, 0)), () => StableId.From("id"));
        messages = new MessageIntake(intake);
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Theory]
    [InlineData(Request, "queue")]
    [InlineData(Response, "forms")]
    public async Task TakeIn_DeliveredTwice_BeginsOneEngagementAndHoldsItsFirstMessages(string message, string door)
    {
        await messages.TakeInAsync(message, default);
        await messages.TakeInAsync(message, default);

        var stored = (await StoredAsync()).ShouldHaveSingleItem();
        (stored.Door, stored.State).ShouldBe((door, RequestState.Received));
        stored.Body.ShouldNotContain("send");
        await queue.Received().EnqueueAsync(stored.Id, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("hello", "queue", "Send a JSON object that describes the engagement.")]
    [InlineData("""{"name":"Frailty","colour":"blue"}""", "queue", "colour: Remove “colour”, or check how it is spelt: there is no such field.")]
    [InlineData("""{"responseId":"17","projectName":"Frailty"}""", "forms", "patientBenefit: Say what will be better for patients.")]
    public async Task TakeIn_WhatCannotBegin_IsKeptOnceWithWhatIsWrong(string message, string door, string error)
    {
        await messages.TakeInAsync(message, default);
        await messages.TakeInAsync(message, default);

        var kept = (await StoredAsync()).ShouldHaveSingleItem();
        (kept.Door, kept.State, kept.IsRefused, kept.Body).ShouldBe((door, RequestState.DeadLetter, true, message));
        kept.Error.ShouldNotBeNull().Split('\n').ShouldContain(error);
        await queue.DidNotReceiveWithAnyArgs().EnqueueAsync(default, default);
    }

    [Theory]
    [InlineData("""{"name":"Frailty","name":"Sepsis"}""", "queue")]
    [InlineData("""{"responseId":"17","responseId":"18"}""", "forms")]
    [InlineData("""{"responseId":"17","projectName":"Frailty","projectName":"Sepsis"}""", "forms")]
    [InlineData("""{"name":"\ud800"}""", "queue")]
    [InlineData("""{"\ud800":1}""", "queue")]
    [InlineData("""{"re\ud800":1}""", "queue")]
    [InlineData("""{"responseId":"\ud83d"}""", "forms")]
    [InlineData("""{"\u0000":1}""", "queue")]
    [InlineData("\u0000", "queue")]
    public async Task TakeIn_NoJsonThatCanBeRead_IsKeptByEitherWay(string message, string door)
    {
        await messages.TakeInAsync(message, default);
        var kept = (await StoredAsync()).ShouldHaveSingleItem();
        (kept.Door, kept.State, kept.IsRefused).ShouldBe((door, RequestState.DeadLetter, true));
        // A database of the trust's may hold no such character in a text.
        $"{kept.Body}{kept.Error}".ShouldNotContain('\0');
        MessageIntake.RequestOf(kept.Body).ShouldBeNull();

        await messages.KeepAsync(message + " ", "It never finished.", default);
        (await StoredAsync()).Count(r => r.State == RequestState.DeadLetter).ShouldBe(2);
    }

    [Fact]
    public void AnyBytesAtTheApi_AreReadOrRefusedAndNothingEscapes() => OddJson.Gen(Request, Response).Sample(
        bytes =>
        {
            if (EngagementRequestReader.Read(bytes) is ReadRequest.Read { Request: var request })
                _ = intake.Check(request);
            FormsResponseReader.Read(bytes).Errors.ShouldNotBeNull();
        },
        iter: OddJson.Many);

    [Fact]
    public async Task AnyMessage_IsBegunOrKeptAndNothingEscapes() => await OddJson.Gen(Request, Response).SampleAsync(
        async bytes =>
        {
            var message = Encoding.UTF8.GetString(bytes);
            var before = (await StoredAsync()).Count;
            await messages.TakeInAsync(message, default);
            var stored = await StoredAsync();
            // The same again, or the same request in other words, is stored already.
            stored.Any(r => r.State == RequestState.DeadLetter ? r.Body == message.Replace('\0', '\ufffd') : r.State == RequestState.Received).ShouldBeTrue();
            stored.Count.ShouldBeInRange(before, before + 1);
            await messages.KeepAsync(message, "It never finished.", default);
            _ = MessageIntake.RequestOf(message);
        },
        iter: OddJson.Many / 20, threads: 1);

    [Fact]
    public async Task TakeIn_SameResponseOtherAnswers_IsKeptAndSaysWhereToChange()
    {
        await messages.TakeInAsync(Response, default);
        await messages.TakeInAsync(Response.Replace("Frailty", "Sepsis", StringComparison.Ordinal), default);

        (await StoredAsync()).Single(r => r.State == RequestState.DeadLetter).Error
            .ShouldBe("This response was passed on before with other answers. Change the project on its page instead.");
    }

    [Fact]
    public async Task TakeIn_StoreOrQueueFails_Throws()
    {
        queue.EnqueueAsync(Arg.Any<RequestId>(), Arg.Any<CancellationToken>()).Returns(Task.FromException(new IOException("down")));

        await Should.ThrowAsync<IOException>(() => messages.TakeInAsync(Request, default));
    }

    [Theory]
    [InlineData(Request)]
    [InlineData(Response)]
    public async Task Keep_DeliveredTooOften_IsKeptUnlessItsRequestIsStored(string message)
    {
        await messages.KeepAsync(message, "It never finished.", default);
        (await StoredAsync()).ShouldHaveSingleItem().Error.ShouldBe("It never finished.");
        await messages.TakeInAsync(message.Replace("Frailty", "Sepsis", StringComparison.Ordinal), default);
        await messages.KeepAsync(message.Replace("Frailty", "Sepsis", StringComparison.Ordinal), "It never finished.", default);

        (await StoredAsync()).Count(r => r.State == RequestState.DeadLetter).ShouldBe(1);
    }

    [Fact]
    public async Task Refused_IsNotTriedAgain_ButSetAsideOnce()
    {
        await messages.TakeInAsync("hello", default);
        var kept = (await StoredAsync()).Single();

        (await intake.RetryAsync(kept.Id, default)).ShouldBeFalse();
        (await intake.SetAsideAsync(kept.Id, default)).ShouldBeTrue();
        (await intake.SetAsideAsync(kept.Id, default)).ShouldBeFalse();

        (await StoredAsync()).Single().ShouldSatisfyAllConditions(r => r.State.ShouldBe(RequestState.SetAside), r => r.Body.ShouldBe("hello"));
    }

    private Task<IReadOnlyList<StoredRequest>> StoredAsync() =>
        temporary.Store.ReadAsync((r, t) => r.ListAsync<StoredRequest>(x => x.Attempts == 0, t), default);
}
