using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Facts;

/// <summary>"Challenge this figure", in virtual time: two clinicians were shown it, one of them questions it.</summary>
public sealed class FigureFactsTests
{
    private const string Ash = "ash@harbour.example";
    private static readonly Guid Question = StableId.From("figure-question");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Questioned_Corrected_AnswersTheOneAndTellsTheOtherOnce()
    {
        await using var trust = await ShownToBothAsync();
        (await AskAsync(trust, Ash)).ShouldBeOfType<FactResult.Recorded>();
        (await AskAsync(trust, Ash)).ShouldBeOfType<FactResult.Recorded>();
        (await trust.OpenTasksAsync(TaskKind.CheckFigure)).ShouldHaveSingleItem();

        var right = new SourcedFact("A week in bed costs a tenth of the muscle.", "Ward audit, repeated, 2026");
        (await AnswerAsync(trust, right)).ShouldBeOfType<FactResult.Recorded>();
        (await AnswerAsync(trust, right)).ShouldBeOfType<FactResult.Recorded>();

        (await trust.OpenTasksAsync(TaskKind.CheckFigure)).ShouldBeEmpty();
        trust.Mailer.To(Ash).Count(m => m.Kind == "FigureAnswer").ShouldBe(1);
        await trust.RunToAsync("2026-09-01T10:00");
        trust.Mailer.To(Ash).Count(m => m.Kind is "FigureAnswer" or "Correction").ShouldBe(1);
        trust.Mailer.To(HarbourTrust.Bell).Count(m => m.Kind == "Correction").ShouldBe(1);
        var project = (await trust.ListAsync<Project>(p => p.Id == trust.Project)).ShouldHaveSingleItem();
        project.Plan.Facts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Text.ShouldBe(right.Text), f => f.Number.ShouldBe(1), f => f.CheckedBy.ShouldBe("Priya Nair"));
        (await trust.ListAsync<PlanVersion>(v => v.Number == 2)).ShouldHaveSingleItem().BecauseOf.ShouldBe(PanelMemberId.For(trust.Project, new EmailAddress(Ash)));
        (await trust.ListAsync<AuditEvent>(e => e.What == "figure.corrected")).ShouldHaveSingleItem().Words.ShouldBe("You corrected a figure. {clinician} and one other person who were shown it are told.");
    }

    [Fact]
    public async Task Questioned_Stands_IsAnsweredAndNobodyElseHears()
    {
        await using var trust = await ShownToBothAsync();
        await AskAsync(trust, Ash);
        (await AnswerAsync(trust, null)).ShouldBeOfType<FactResult.Recorded>();
        await trust.RunToAsync("2026-09-01T10:00");

        trust.Mailer.To(Ash).Count(m => m.Kind == "FigureAnswer").ShouldBe(1);
        trust.Mailer.Sent.ShouldNotContain(m => m.Kind == "Correction");
        (await trust.ListAsync<Project>(p => p.Id == trust.Project)).ShouldHaveSingleItem().PlanVersion.ShouldBe(1);
    }

    [Fact]
    public async Task FoundByTheLead_GoesToWhoWasShownItAlone()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await BriefedAsync(trust, HarbourTrust.Bell);
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.SendBrief)).ShouldHaveSingleItem().FactsShown.ShouldBe([1]);
        await trust.Do<PlanFacts, FactResult>(p => p.AddCliniciansAsync(trust.Project, [new ClinicianRequest { Name = "Dr Ash", Email = Ash }], Token));
        await trust.SettleAsync();

        var result = await trust.Do<FigureFacts, FactResult>(f => f.CorrectAsync(Question, trust.Project, 1, new SourcedFact("Right.", "Audit"), "I am sorry.", Token));
        result.ShouldBeOfType<FactResult.Recorded>();
        await trust.RunToAsync("2026-09-01T10:00");

        trust.Mailer.Sent.Where(m => m.Kind == "Correction").ShouldHaveSingleItem().To.ShouldBe(HarbourTrust.BellAddress);
    }

    [Fact]
    public async Task QuotedInTheLeadsOwnWords_IsAsMuchShownAsInABrief()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { FirstMessageWords = "A day in bed\ncosts muscle. May I have twenty minutes?" });
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.SendFirstMessage)).ShouldHaveSingleItem().FactsShown.ShouldBe([1]);

        await trust.Do<FigureFacts, FactResult>(f => f.CorrectAsync(Question, trust.Project, 1, new SourcedFact("Right.", "Audit"), "I am sorry.", Token));
        await trust.RunToAsync("2026-09-01T10:00");

        trust.Mailer.Sent.Where(m => m.Kind == "Correction").ShouldHaveSingleItem().To.ShouldBe(HarbourTrust.BellAddress);
        (await trust.ListAsync<Effect>(e => e.Kind == EffectKind.SendCorrection)).ShouldHaveSingleItem().State.ShouldBe(EffectState.Done);
    }

    [Fact]
    public async Task Refusals_SayWhatToDo()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await AskAsync(trust, HarbourTrust.Bell);
        async Task<string> Refused(Func<FigureFacts, Task<FactResult>> act) => (await trust.Do(act)).ShouldBeOfType<FactResult.Refused>().Words;

        (await Refused(f => f.QuestionAsync(StableId.From("x"), trust.Member, " ", 1, AuditActor.Lead, Token))).ShouldStartWith("Write which figure");
        (await Refused(f => f.AnswerAsync(Question, 9, null, "It stands.", Token))).ShouldStartWith("Select which fact");
        (await Refused(f => f.AnswerAsync(Question, 1, null, " ", Token))).ShouldStartWith("Write your answer");
        (await Refused(f => f.AnswerAsync(Question, 1, new SourcedFact(" ", "a"), "Sorry.", Token))).ShouldStartWith("Enter the fact as it is right");
        (await Refused(f => f.AnswerAsync(Question, 1, new SourcedFact("a", " "), "Sorry.", Token))).ShouldStartWith("Enter where it stands written");
        (await Refused(f => f.AnswerAsync(StableId.From("none"), 1, null, "Sorry.", Token))).ShouldStartWith("This question is not here");
        (await trust.ListAsync<FactQuestion>(_ => true)).ShouldHaveSingleItem().AnsweredAt.ShouldBeNull();
    }

    private static async Task<HarbourTrust> ShownToBothAsync()
    {
        var trust = await HarbourTrust.BegunAsync(r => r with { Clinicians = [.. r.Clinicians, new ClinicianRequest { Name = "Dr Ash", Email = Ash }] });
        await BriefedAsync(trust, HarbourTrust.Bell, Ash);
        return trust;
    }

    /// <summary>They accept the first time and get their brief before it.</summary>
    private static async Task BriefedAsync(HarbourTrust trust, params string[] who)
    {
        var last = NodaTime.Instant.MinValue;
        foreach (var address in who)
        {
            var member = PanelMemberId.For(trust.Project, new EmailAddress(address));
            var meeting = (await trust.ListAsync<Meeting>(m => m.MemberId == member)).ShouldHaveSingleItem();
            (await trust.Clinician(c => c.PickTimeAsync(meeting.Id, meeting.Start, null, Token))).ShouldBeOfType<FactResult.Recorded>();
            last = NodaTime.Instant.Max(last, meeting.Start);
        }

        await trust.RunToAsync(last.InZone(Domain.Calendars.WorkingTime.Zone).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        trust.Mailer.Sent.Count(m => m.Kind == "Brief").ShouldBe(who.Length);
    }

    private static async Task<FactResult> AskAsync(HarbourTrust trust, string address)
    {
        var result = await trust.Do<FigureFacts, FactResult>(f => f.QuestionAsync(
            Question, PanelMemberId.For(trust.Project, new EmailAddress(address)), "That cannot be right.", 1, AuditActor.Clinician, Token));
        await trust.SettleAsync();
        return result;
    }

    private static async Task<FactResult> AnswerAsync(HarbourTrust trust, SourcedFact? correction)
    {
        var result = await trust.Do<FigureFacts, FactResult>(f => f.AnswerAsync(Question, 1, correction, "We had it counted again.", Token));
        await trust.SettleAsync();
        return result;
    }
}
