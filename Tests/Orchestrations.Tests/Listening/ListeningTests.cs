using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Listening;

/// <summary>What Dr Bell raises on Monday 8 June 2026, until it is closed on her word.</summary>
public sealed class ListeningTests
{
    private const string CoLead = "weir@harbour.example";
    private static readonly ConcernId Id = new(StableId.From("cover"));
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaidBack_ConfirmedByLink_ThenAnsweredAndClosedOnHerWord()
    {
        await using var trust = await RaisedAsync();
        await trust.Hear(l => l.AskUnderstandingAsync(Id, "You need to know who covers the ward.", Token));
        trust.Mailer.To(HarbourTrust.Bell).ShouldContain(m => m.Kind == "Understanding");
        await trust.Say(async c => await c.AnswerUnderstandingAsync(trust.Member, (await ConcernAsync(trust)).UnderstandingQuestion!.Value, null, Token));
        (await ConcernAsync(trust)).UnderstoodAt.ShouldNotBeNull();

        await trust.Hear(l => l.AnswerAsync(Id, null, "The registrar does.", Token));
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Response").ShouldBe(1);
        await trust.Say(async c => await c.GiveVerdictAsync(trust.Member, (await ConcernAsync(trust)).VerdictQuestion!.Value, Verdict.Partly, "And at night?", Token));
        (await trust.OpenTasksAsync(TaskKind.AnswerConcern)).ShouldHaveSingleItem().What.ShouldContain("in part");

        await trust.RunToAsync("2026-06-09T10:00");
        await trust.Hear(l => l.AnswerAsync(Id, null, "At night the site team does.", Token));
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Response").ShouldBe(2);
        await trust.Say(async c => await c.GiveVerdictAsync(trust.Member, (await ConcernAsync(trust)).VerdictQuestion!.Value, Verdict.Yes, null, Token));
        (await ConcernAsync(trust)).ClosedAt.ShouldNotBeNull();
        (await trust.OpenTasksAsync()).ShouldNotContain(t => t.ConcernId == Id);
    }

    [Fact]
    public async Task SaidBack_Corrected_IsATaskUntilItIsPutRight()
    {
        await using var trust = await RaisedAsync();
        await trust.Hear(l => l.AskUnderstandingAsync(Id, "You want more staff.", Token));
        var old = (await ConcernAsync(trust)).UnderstandingQuestion!.Value;
        await trust.Say(c => c.AnswerUnderstandingAsync(trust.Member, old, "No: I want to know who covers.", Token));
        (await trust.OpenTasksAsync(TaskKind.ParaphraseCorrected)).ShouldHaveSingleItem();

        await trust.RunToAsync("2026-06-08T11:00");
        await trust.Hear(l => l.AskUnderstandingAsync(Id, "You want to know who covers.", Token));
        (await trust.OpenTasksAsync(TaskKind.ParaphraseCorrected)).ShouldBeEmpty();
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Understanding").ShouldBe(2);
        (await trust.Say(c => c.AnswerUnderstandingAsync(trust.Member, old, null, Token))).ShouldBeOfType<FactResult.Refused>();
        (await ConcernAsync(trust)).UnderstoodAt.ShouldBeNull();
    }

    [Fact]
    public async Task Unanswered_RemindsItsOwnerTwiceThenTheCoLead()
    {
        await using var trust = await RaisedAsync();
        await trust.Hear(l => l.AssignAsync(Id, new Person("Ola Berg", new EmailAddress("berg@harbour.example")), Token));
        await trust.RunToAsync("2026-06-17T09:00");
        trust.Mailer.To("berg@harbour.example").Count(m => m.Kind == "ConcernDue").ShouldBe(1);
        await trust.RunToAsync("2026-06-24T09:00");
        trust.Mailer.To("berg@harbour.example").Count(m => m.Kind == "ConcernDue").ShouldBe(2);
        trust.Mailer.To(CoLead).Count(m => m.Kind == "ConcernDue").ShouldBe(1);
        (await trust.OpenTasksAsync(TaskKind.ConcernOverdue)).ShouldHaveSingleItem().For.ShouldBe(TaskFor.CoLead);

        await trust.Hear(l => l.AnswerAsync(Id, null, "The registrar does.", Token));
        (await trust.OpenTasksAsync(TaskKind.ConcernOverdue)).ShouldBeEmpty();
        (await ConcernAsync(trust)).AnsweredLate.ShouldBeTrue();
        await trust.RunToAsync("2026-07-10T09:00");
        trust.Mailer.To("berg@harbour.example").Count(m => m.Kind == "ConcernDue").ShouldBe(2);
        (await trust.OpenTasksAsync(TaskKind.VerdictMissing)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ClosedByTheLead_TheExplanationGoesToHer()
    {
        await using var trust = await RaisedAsync();
        await trust.Hear(l => l.CloseAsync(Id, "The ward moves in May, so the question goes with it.", Token));
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Explanation").ShouldBe(1);
        (await trust.OpenTasksAsync()).ShouldNotContain(t => t.ConcernId == Id);
    }

    [Fact]
    public async Task ReplyOfTheOwner_IsNotTakenForTheClinicians()
    {
        await using var trust = await RaisedAsync();
        await trust.RunToAsync("2026-06-17T09:00");
        (await trust.ListAsync<Domain.Effects.Effect>(e => e.Kind == Domain.Effects.EffectKind.SendConcernReminder))
            .ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Clinician.ShouldBeNull(), e => e.Unasked.ShouldBeFalse(), e => e.IsToColleague.ShouldBeTrue());
    }

    private static async Task<HarbourTrust> RaisedAsync()
    {
        var trust = await HarbourTrust.BegunAsync(r => r with { CoLead = new PersonRequest { Name = "Dr Weir", Email = CoLead } });
        await trust.Say(c => c.SendAsync(Id, trust.Member, ConcernKind.Concern, "Who covers the ward?", AnswerNeeded.EffectOnMyWork, Token));
        return trust;
    }

    private static async Task<Concern> ConcernAsync(HarbourTrust trust) => (await trust.ListAsync<Concern>(c => c.Id == Id)).ShouldHaveSingleItem();
}
