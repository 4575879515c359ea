using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Tests.Harbour;

namespace ClinicalEngagement.Orchestrations.Tests.Facts;

/// <summary>A plan that is completed and changed, and a panel that grows, after the engagement has begun.</summary>
public sealed class PlanFactsTests
{
    private static readonly MeasureRequest Falls = new() { Name = "Falls on the ward", Baseline = 9 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutAMeasure_ThreeAreMetEarly_AndTheWiderPanelOnceItIsThere()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { Measure = null, Clinicians = [.. r.Clinicians, .. Colleagues("ash", "lowe", "okoro", "tate")] });
        (await InvitedAsync(trust)).ShouldBe(3);
        var task = (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldHaveSingleItem();
        task.What.ShouldBe("Complete the plan: Add one measure. The baseline may be “not yet measured”.");
        await trust.RunToAsync("2026-06-09T10:00");
        (await InvitedAsync(trust)).ShouldBe(3);

        (await Change(trust, Objectives(1))).ShouldBeOfType<FactResult.Recorded>();

        (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldBeEmpty();
        (await InvitedAsync(trust)).ShouldBe(5);
        trust.Mailer.Sent.Count(m => m.Kind == "First").ShouldBe(5);
        (await ProjectAsync(trust)).ShouldSatisfyAllConditions(p => p.PlanVersion.ShouldBe(2), p => p.Plan.Measure.ShouldBe(new Measure("Falls on the ward", "", 9, null)));
        (await EventsAsync(trust, "gate.opened")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task GateShutsAgain_OpensANewTask_AndAnotherGapIsSaidInTheSame()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await Change(trust, new PlanChange(PlanSection.Objectives, 1, new EngagementRequest()));
        var task = (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldHaveSingleItem();
        (await EventsAsync(trust, "gate.shut")).ShouldHaveSingleItem();

        await Change(trust, new PlanChange(PlanSection.Evidence, 2, new EngagementRequest()));
        var still = (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldHaveSingleItem();
        still.ShouldSatisfyAllConditions(t => t.Id.ShouldBe(task.Id), t => t.DueAt.ShouldBe(task.DueAt), t => t.What.ShouldContain("one fact"));

        await Change(trust, Objectives(3));
        await Change(trust, new PlanChange(PlanSection.Evidence, 4, HarbourTrust.Request));
        (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldBeEmpty();
        await Change(trust, new PlanChange(PlanSection.Objectives, 5, new EngagementRequest()));
        (await trust.OpenTasksAsync(TaskKind.CompletePlan)).ShouldHaveSingleItem().Id.ShouldNotBe(task.Id);
    }

    [Fact]
    public async Task SavedTwice_MakesOneVersion_AndEachVersionStaysToBeRead()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var first = (await ProjectAsync(trust)).Plan;
        (await Change(trust, Objectives(1))).ShouldBeOfType<FactResult.Recorded>();
        (await Change(trust, Objectives(1))).ShouldBeOfType<FactResult.Recorded>();

        var versions = (await trust.ListAsync<PlanVersion>(v => v.ProjectId == trust.Project)).OrderBy(v => v.Number).ToArray();
        versions.Select(v => v.Number).ShouldBe([1, 2]);
        versions[0].Plan.Measure.ShouldBe(first.Measure);
        versions[1].ShouldSatisfyAllConditions(v => v.Plan.Measure!.Name.ShouldBe("Falls on the ward"), v => v.Changed.ShouldBe(["measure and objectives"]), v => v.By.ShouldBe(AuditActor.Lead));
    }

    [Fact]
    public async Task TwoPeopleAtOnce_AnotherPartIsTaken_TheSamePartIsRefused()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await Change(trust, Objectives(1));
        (await Change(trust, new PlanChange(PlanSection.Aim, 1, new EngagementRequest { PatientBenefit = "Home before supper." }))).ShouldBeOfType<FactResult.Recorded>();
        (await Change(trust, new PlanChange(PlanSection.Objectives, 1, new EngagementRequest { Measure = Falls with { Baseline = 11 } })))
            .ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("after you opened the page");
        (await Change(trust, new PlanChange(PlanSection.Objectives, 77, new EngagementRequest { Measure = Falls with { Baseline = 11 } }))).ShouldBeOfType<FactResult.Refused>();
        (await ProjectAsync(trust)).PlanVersion.ShouldBe(3);
    }

    [Fact]
    public async Task BecauseOfASuggestion_SaysWhoseItWas()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var suggestion = new ConcernId(StableId.From("suggestion"));
        await trust.Say(c => c.SendAsync(suggestion, trust.Member, ConcernKind.Suggestion, "Count falls, not discharges.", null, Token));
        await trust.Hear(l => l.AgreeCreditAsync(suggestion, true, Token));

        await Change(trust, Objectives(1) with { BecauseOf = suggestion, Why = "It is what patients feel." });

        (await trust.ListAsync<PlanVersion>(v => v.Number == 2)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            v => v.BecauseOf.ShouldBe(trust.Member), v => v.ConcernId.ShouldBe(suggestion), v => v.Why.ShouldBe("It is what patients feel."));
        (await EventsAsync(trust, "plan.changed")).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Words.ShouldBe("You changed the plan: measure and objectives. This is version 2."),
            e => e.Why.ShouldBe("Because of {clinician}’s suggestion. It is what patients feel."),
            e => e.MemberId.ShouldBe(trust.Member));
    }

    [Theory]
    [InlineData(true, "Because of {clinician}’s concern.")]
    [InlineData(false, "Because of a clinician’s concern.")]
    public async Task ConcernMadeARisk_IsTheNextVersionWithCreditWhereItWasAgreed(bool credit, string why)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        var concern = new ConcernId(StableId.From("concern"));
        await trust.Say(c => c.SendAsync(concern, trust.Member, ConcernKind.Concern, "Harm is not counted.", null, Token));
        var risk = new Risk("Harm is not counted", true, true, "Count falls from the first day", null);

        (await trust.DoAndSettle<PlanFacts>(f => f.GuardAgainstAsync(concern, risk, credit, Token))).ShouldBeOfType<FactResult.Recorded>();
        (await trust.DoAndSettle<PlanFacts>(f => f.GuardAgainstAsync(concern, risk, credit, Token))).ShouldBeOfType<FactResult.Recorded>();
        (await trust.DoAndSettle<PlanFacts>(f => f.GuardAgainstAsync(concern, risk with { Text = " " }, credit, Token))).ShouldBeOfType<FactResult.Refused>();

        var project = await ProjectAsync(trust);
        (project.PlanVersion, project.Plan.Risks.Count(r => r == risk)).ShouldBe((2, 1));
        (await trust.ListAsync<Concern>(c => c.Id == concern)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.PlanVersion.ShouldBe(2), c => c.TakenInAt.ShouldBe(trust.Clock.Now), c => c.CreditAgreed.ShouldBe(credit));
        (await EventsAsync(trust, "plan.changed")).ShouldHaveSingleItem().Why.ShouldBe(why);
    }

    [Fact]
    public async Task CliniciansAdded_FollowInTheOrderAndAreInvited()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        (await Add(trust, [.. Colleagues("ash"), new ClinicianRequest { Name = "Dr Okoro", Email = "okoro@harbour.example", Power = HighOrLow.High }])).ShouldBeOfType<FactResult.Recorded>();
        (await Add(trust, Colleagues("ash"))).ShouldBeOfType<FactResult.Recorded>();

        var panel = (await trust.ListAsync<PanelMember>(m => m.ProjectId == trust.Project)).OrderBy(m => m.Order).ToArray();
        panel.Select(m => (m.Order, m.Email.Value)).ShouldBe([(1, HarbourTrust.Bell), (2, "okoro@harbour.example"), (3, "ash@harbour.example")]);
        panel.ShouldAllBe(m => m.Reason.Length > 0);
        (await InvitedAsync(trust)).ShouldBe(3);
        (await EventsAsync(trust, "panel.added")).Count.ShouldBe(2);
        (await EventsAsync(trust, "panel.identified")).Count.ShouldBe(3, "who has a place keeps it");
    }

    [Fact]
    public async Task CliniciansAddedTwiceInARow_AreEachLookedUp()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await Add(trust, Colleagues("ash"));
        await Add(trust, Colleagues("lowe"));

        (await trust.ListAsync<PanelMember>(m => m.ProjectId == trust.Project)).Select(m => m.Order).Order().ShouldBe([1, 2, 3]);
        (await InvitedAsync(trust)).ShouldBe(3);
    }

    [Fact]
    public async Task ClosedProject_KeepsItsPlanAndItsPanel()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.Lead(l => l.CloseAsync(trust.Project, "Thank you.", Token));

        (await Change(trust, Objectives(1))).ShouldBeOfType<FactResult.Refused>().Words.ShouldBe("The project is closed.");
        (await Add(trust, Colleagues("ash"))).ShouldBeOfType<FactResult.Refused>();
    }

    [Fact]
    public async Task FactNumbers_StayWithTheirFacts_AndAreNeverGivenAgain()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await Change(trust, Facts(1, new FactRequest { Text = "New first.", Source = "a" }, HarbourTrust.Request.Facts[0] with { Number = 1 }));
        (await ProjectAsync(trust)).Plan.Facts.Select(f => (f.Number, f.Text)).ShouldBe([(2, "New first."), (1, "A day in bed costs muscle.")]);
        await Change(trust, Facts(2, HarbourTrust.Request.Facts[0] with { Number = 1 }));
        await Change(trust, Facts(3, HarbourTrust.Request.Facts[0] with { Number = 1 }, new FactRequest { Text = "Another.", Source = "b" }));
        (await ProjectAsync(trust)).Plan.Facts.Select(f => f.Number).ShouldBe([1, 3], "2 was taken once");
    }

    [Fact]
    public async Task ConsentWithdrawn_TheStoryIsNowhere_AndDoesNotComeBack()
    {
        const string Jean = "Jean, 84, spent two nights on a trolley.";
        await using var trust = await HarbourTrust.BegunAsync(r => r with { Story = new StoryRequest { Text = Jean, Consent = true } });
        await Change(trust, Objectives(1));
        await trust.RunToAsync("2026-07-10T10:00");
        (await trust.ListAsync<Domain.Updates.Update>(u => u.Story != null)).ShouldNotBeEmpty("an update tells it");

        (await trust.Do<PlanFacts, FactResult>(p => p.WithdrawStoryAsync(trust.Project, Token))).ShouldBeOfType<FactResult.Recorded>();
        (await trust.Do<PlanFacts, FactResult>(p => p.WithdrawStoryAsync(trust.Project, Token))).ShouldBeOfType<FactResult.Recorded>();

        var kept = System.Text.Json.JsonSerializer.Serialize(new
        {
            Projects = await trust.ListAsync<Project>(_ => true),
            Versions = await trust.ListAsync<PlanVersion>(_ => true),
            Updates = await trust.ListAsync<Domain.Updates.Update>(_ => true),
            Requests = await trust.ListAsync<Orchestrations.Store.StoredRequest>(_ => true),
            Events = await trust.ListAsync<AuditEvent>(_ => true),
            Tasks = await trust.ListAsync<PersonTask>(_ => true),
        });
        kept.ShouldNotContain("Jean");
        (await ProjectAsync(trust)).ShouldSatisfyAllConditions(p => p.PlanVersion.ShouldBe(3), p => p.Plan.Story.ShouldBeNull());
        (await trust.ListAsync<PlanVersion>(_ => true)).Single(v => v.Number == 3).StoryWithdrawn.ShouldBeTrue();
        (await Change(trust, new PlanChange(PlanSection.ExampleAndStory, 2, new EngagementRequest { Story = new StoryRequest { Text = Jean, Consent = true } })))
            .ShouldBeOfType<FactResult.Refused>().Words.ShouldContain("consent was withdrawn");
    }

    [Fact]
    public async Task ConsentWithdrawn_DraftWithTheStory_IsLeftUnsentAndAnotherGoes()
    {
        await using var trust = await HarbourTrust.BegunAsync(r => r with { Story = new StoryRequest { Text = "Jean.", Consent = true } });
        var brief = new Domain.Effects.Effect
        {
            Id = Domain.Effects.Effect.IdFor(trust.Project, Domain.Effects.EffectKind.SendUpdate, "u"),
            ProjectId = trust.Project,
            MemberId = trust.Member,
            Clinician = HarbourTrust.BellAddress,
            Kind = Domain.Effects.EffectKind.SendUpdate,
            Cause = "u",
            State = Domain.Effects.EffectState.Intended,
            IntendedAt = trust.Clock.Now,
            GraphId = "draft",
        };
        await trust.Store.WriteAsync((w, _) => { w.Add(brief); return Task.FromResult(true); }, Token);

        await trust.Do<PlanFacts, FactResult>(p => p.WithdrawStoryAsync(trust.Project, Token));

        var mails = (await trust.ListAsync<Domain.Effects.Effect>(e => e.Kind == Domain.Effects.EffectKind.SendUpdate)).ToDictionary(e => e.Cause);
        mails["u"].State.ShouldBe(Domain.Effects.EffectState.Dropped);
        mails["u/without-story"].ShouldSatisfyAllConditions(e => e.State.ShouldBe(Domain.Effects.EffectState.Intended), e => e.GraphId.ShouldBeNull());
    }

    private static PlanChange Facts(int seen, params FactRequest[] facts) => new(PlanSection.Evidence, seen, new EngagementRequest { Facts = facts });

    private static PlanChange Objectives(int seen) => new(PlanSection.Objectives, seen, new EngagementRequest { Measure = Falls });

    private static ClinicianRequest[] Colleagues(params string[] names) => [.. names.Select(n => new ClinicianRequest { Name = $"Dr {n}", Email = $"{n}@harbour.example" })];

    private static async Task<FactResult> Change(HarbourTrust trust, PlanChange change)
    {
        var result = await trust.Do<PlanFacts, FactResult>(p => p.ChangeAsync(trust.Project, change, Token));
        await trust.SettleAsync();
        return result;
    }

    private static async Task<FactResult> Add(HarbourTrust trust, IReadOnlyList<ClinicianRequest> candidates)
    {
        var result = await trust.Do<PlanFacts, FactResult>(p => p.AddCliniciansAsync(trust.Project, candidates, Token));
        await trust.SettleAsync();
        return result;
    }

    private static async Task<Project> ProjectAsync(HarbourTrust trust) => (await trust.ListAsync<Project>(p => p.Id == trust.Project)).ShouldHaveSingleItem();

    private static async Task<int> InvitedAsync(HarbourTrust trust) => (await trust.ListAsync<Meeting>(m => m.ProjectId == trust.Project)).Count(m => m.State == MeetingState.Proposed);

    private static Task<IReadOnlyList<AuditEvent>> EventsAsync(HarbourTrust trust, string what) => trust.ListAsync<AuditEvent>(e => e.What == what);
}
