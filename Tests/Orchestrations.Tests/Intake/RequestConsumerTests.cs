using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Intake;

/// <summary>From the queue to an engagement.</summary>
public sealed class RequestConsumerTests
{
    [Fact]
    public async Task Begin_DeliveredTwice_StartsOne()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        var id = await trust.StoreRequestAsync(HarbourTrust.Request);
        (await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(id, HarbourTrust.Token))).ShouldBeTrue();
        (await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(id, HarbourTrust.Token))).ShouldBeTrue();
        await trust.SettleAsync();
        (await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(id, HarbourTrust.Token))).ShouldBeTrue();
        await trust.SettleAsync();

        (await trust.ListAsync<Project>(_ => true)).ShouldHaveSingleItem();
        (await trust.ListAsync<PanelMember>(_ => true)).ShouldHaveSingleItem();
        trust.Mailer.To(HarbourTrust.Bell).ShouldHaveSingleItem();
        (await RequestAsync(trust)).State.ShouldBe(RequestState.Begun);
    }

    [Fact]
    public async Task Begin_UnknownRequest_IsToBeDropped()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        (await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(new RequestId(StableId.From("nobody")), HarbourTrust.Token))).ShouldBeFalse();
    }

    [Fact]
    public async Task Failed_FiveTimes_IsADeadLetterThatCanStillBegin()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        var id = await trust.StoreRequestAsync(HarbourTrust.Request);
        for (var attempt = 1; attempt < RequestConsumer.MaxAttempts; attempt++)
            (await trust.Do<RequestConsumer, bool>(c => c.FailedAsync(id, "The store was away.", HarbourTrust.Token))).ShouldBeFalse();
        (await trust.Do<RequestConsumer, bool>(c => c.FailedAsync(id, new string('x', 900), HarbourTrust.Token))).ShouldBeTrue();
        (await RequestAsync(trust)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(RequestState.DeadLetter), r => r.Error!.Length.ShouldBe(500));

        (await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(id, HarbourTrust.Token))).ShouldBeTrue();
        (await RequestAsync(trust)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(RequestState.Begun), r => r.Error.ShouldBeNull());
    }

    [Fact]
    public async Task Failed_AfterItHasBegun_StaysBegun()
    {
        await using var trust = await HarbourTrust.OpenAsync();
        var id = await trust.StoreRequestAsync(HarbourTrust.Request);
        await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(id, HarbourTrust.Token));
        for (var attempt = 0; attempt < RequestConsumer.MaxAttempts; attempt++)
            await trust.Do<RequestConsumer, bool>(c => c.FailedAsync(id, "The message could not be deleted.", HarbourTrust.Token));
        (await RequestAsync(trust)).State.ShouldBe(RequestState.Begun);
    }

    [Fact]
    public async Task Begin_ClinicianKnownFromAnotherProject_KeepsWhatIsKnown()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { Clinicians = [r.Clinicians[0] with { Role = "Consultant geriatrician" }] });
        var second = await trust.StoreRequestAsync(HarbourTrust.Request with { Name = "Falls" }, "second");
        await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(second, HarbourTrust.Token));
        (await trust.ListAsync<Clinician>(_ => true)).ShouldHaveSingleItem().Role.ShouldBe("Consultant geriatrician");
        (await trust.ListAsync<PanelMember>(_ => true)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Begin_RequestThatSaysNoNation_KeepsTheTrusts_AndOneThatDoesItsOwn()
    {
        var inScotland = new EngagementOptions { Nation = Nation.Scotland };
        await using var silent = await HarbourTrust.BegunAsync(options: inScotland);
        (await silent.ListAsync<Project>(_ => true)).ShouldHaveSingleItem().Nation.ShouldBe(Nation.Scotland);
        (await silent.ListAsync<Clinician>(_ => true)).ShouldHaveSingleItem().Nation.ShouldBe(Nation.Scotland);

        await using var said = await HarbourTrust.BegunAsync(r => r with { Nation = Nation.England }, inScotland);
        (await said.ListAsync<Project>(_ => true)).ShouldHaveSingleItem().Nation.ShouldBe(Nation.England);
    }

    [Fact]
    public async Task TwoProjects_AskOneClinician_ForTwoDifferentTimes()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var second = await trust.StoreRequestAsync(HarbourTrust.Request with { Name = "Falls" }, "second");
        await trust.Do<RequestConsumer, bool>(c => c.BeginAsync(second, HarbourTrust.Token));
        await trust.SettleAsync();
        trust.Calendar.Events.Select(e => e.Start).Distinct().Count().ShouldBe(2);
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(2);
        await trust.RunToAsync("2026-06-19T17:00");
        trust.Mailer.To(HarbourTrust.Bell).Count.ShouldBe(2, "two unasked messages in ten working days, across projects");
    }

    private static async Task<StoredRequest> RequestAsync(HarbourTrust trust) => (await trust.ListAsync<StoredRequest>(_ => true)).ShouldHaveSingleItem();
}
