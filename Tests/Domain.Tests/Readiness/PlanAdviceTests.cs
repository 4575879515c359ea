using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tests.Clinicians;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Readiness;

/// <summary>Advice with words that help; it holds nothing up, and comes anew when what it was about has changed.</summary>
public sealed class PlanAdviceTests
{
    private static readonly LocalDate Today = new(2026, 6, 8);

    private static readonly Plan Complete = new()
    {
        PatientBenefit = "Home the same day when that is safe.",
        Measure = new Measure("Frailty scored within 30 minutes", "%", 38, 80, new LocalDate(2027, 3, 31)),
        Objectives = [new Measure("Reattendance within 7 days", "%", null, null, Balancing: true)],
        Facts = [new SourcedFact("A day in bed costs muscle.", "Ward audit, 2025") { Number = 1, CheckedBy = "Ann Reed", CheckedOn = new LocalDate(2026, 5, 1) }],
        NoDifferentViewKnown = true,
        Stances = [new BodyStance("GMC", "Says nothing on this.", null), new BodyStance("BGS", "Recommends it.", "Front door frailty, 2023")],
        ExampleElsewhere = "A hub nearby.",
        Story = new Story("A fictional composite: Jean, 84.", true),
        Risks = [new Risk("Beds are used as overflow.", true, true, "Two are kept.", "Count the days.")],
        AffectedSpecialties = ["Geriatric medicine"],
    };

    private static readonly Clinician[] Panel = [Bell.Clinician with { Role = "Consultant geriatrician", ProfessionalBodies = ["GMC", "BGS"] }];

    [Fact]
    public void Of_CompletePlan_SaysNothing() => Of(Complete).ShouldBeEmpty();

    public static TheoryData<string, Plan, PlanSection, string> Gaps()
    {
        var data = new TheoryData<string, Plan, PlanSection, string>();
        data.Add("a target", Complete with { Objectives = [.. Complete.Objectives, new Measure("Cut follow-ups by 25 %", "%", 0, 25, Today)] }, PlanSection.Objectives, "“Cut follow-ups by 25 %” is only about a target");
        data.Add("an aim without patients", Complete with { PatientBenefit = "Meet the target." }, PlanSection.Aim, "“target” is only about");
        data.Add("no goal, no date", Complete with { Measure = new Measure("Frailty scored", "%", 38, null) }, PlanSection.Objectives, "add where it should be and by when");
        data.Add("no balancing measure", Complete with { Objectives = [] }, PlanSection.Objectives, "Add a balancing measure");
        data.Add("a fact nobody checked", Complete with { Facts = [new SourcedFact("Stays are long.", "Audit")] }, PlanSection.Evidence, "say who and when");
        data.Add("a fact without a source", Complete with { Facts = [.. Complete.Facts, Complete.Facts[0] with { Text = "Stays are long.", Source = "" }] }, PlanSection.Evidence, "add where it stands written");
        data.Add("a stale fact", Complete with { Facts = [Complete.Facts[0] with { CheckedOn = new LocalDate(2025, 6, 7) }] }, PlanSection.Evidence, "was checked by Ann Reed on 7 June 2025. See whether it still holds.");
        data.Add("no example", Complete with { ExampleElsewhere = null }, PlanSection.ExampleAndStory, "Add an example");
        data.Add("no story", Complete with { Story = null }, PlanSection.ExampleAndStory, "Add a patient’s story");
        data.Add("no consent", Complete with { Story = new Story("Jean.", false) }, PlanSection.ExampleAndStory, "Record the patient’s consent");
        data.Add("a body nobody looked up", Complete with { Stances = [Complete.Stances[0]] }, PlanSection.ProfessionalBodies, "belong to BGS. Look up what it says");
        data.Add("no risks", Complete with { Risks = [] }, PlanSection.Risks, "worst that can be imagined");
        data.Add("major, very likely and unanswered", Complete with { Risks = [new Risk("Beds are used as overflow.", true, true, null, null)] }, PlanSection.Risks,
            "is major and very likely. Add what keeps it from happening and what is done if it happens.");
        return data;
    }

    [Theory]
    [MemberData(nameof(Gaps))]
    public void Of_OneGap_IsOnePieceOfAdviceInItsPlace(string what, Plan plan, PlanSection section, string words)
    {
        var advice = Of(plan).ShouldHaveSingleItem(what);
        advice.Section.ShouldBe(section);
        advice.Words.ShouldContain(words);
        PlanReadiness.Of(plan).WiderPanelOpen.ShouldBe(plan.PatientBenefit.Length > 0, "advice is no lock");
    }

    [Fact]
    public void Of_FactCheckedAYearAgoToday_IsNotStaleYet() => Of(Complete with { Facts = [Complete.Facts[0] with { CheckedOn = new LocalDate(2025, 6, 8) }] }).ShouldBeEmpty();

    [Fact]
    public void Of_LessThanMajorAndVeryLikely_NeedsNoAnswer() =>
        Of(Complete with { Risks = [new Risk("a", true, false, null, null), new Risk("b", false, true, null, null)] }).ShouldBeEmpty();

    [Fact]
    public void Of_SetAside_SaysWhy_UntilWhatItIsAboutChanges()
    {
        var plan = Complete with { Objectives = [Complete.Objectives[0], new Measure("Cut follow-ups by 25 %", "%", 0, 25, Today)] };
        var aside = new SetAside(Of(plan).ShouldHaveSingleItem().Key, "The board asked for it.", Bell.Now);

        PlanAdvice.Of(plan, Panel, [aside], Today).ShouldHaveSingleItem().SetAsideBecause.ShouldBe("The board asked for it.");
        var changed = plan with { Objectives = [Complete.Objectives[0], new Measure("Cut follow-ups by 30 %", "%", 0, 30, Today)] };
        PlanAdvice.Of(changed, Panel, [aside], Today).ShouldHaveSingleItem().SetAsideBecause.ShouldBeNull();
    }

    [Theory]
    [InlineData("Antibiotic within one hour for everyone", "one hour for everyone")]
    [InlineData("Every patient gets an antibiotic within 1 hour", "Every patient gets an antibiotic within 1 hour")]
    public void Readiness_OneHourForEveryone_ContradictsTheAcademy_UntilItIsHandled(string measure, string phrase)
    {
        var draft = Bell.ReadyPlan with { PatientBenefit = "People with sepsis are treated sooner.", Measure = new Measure(measure, "%", 61, 90) };
        var gap = PlanReadiness.Of(draft).Gaps.ShouldHaveSingleItem();
        gap.Section.ShouldBe(PlanSection.ProfessionalBodies);
        gap.Words.ShouldStartWith($"“{phrase}” contradicts the Academy of Medical Royal Colleges");

        PlanReadiness.Of(draft with { NoDifferentViewKnown = false, BodiesWithDifferentView = [new BodyView("Academy of Medical Royal Colleges", "1, 3 or 6 hours.", "The bands are followed.")] })
            .WiderPanelOpen.ShouldBeTrue();
        PlanReadiness.Of(draft with { Measure = new Measure("Antibiotic within 1 hour where NEWS2 is 7 or more", "%", 61, 90) }).WiderPanelOpen.ShouldBeTrue();
    }

    [Fact]
    public void Readiness_OneHourForEveryone_AboutSomethingElse_IsNoClash() =>
        PlanReadiness.Of(Bell.ReadyPlan with { Measure = new Measure("Seen within one hour for everyone", "%", 61, 90) }).WiderPanelOpen.ShouldBeTrue();

    [Theory]
    [InlineData("Dr Bell", "Consultant geriatrician", "GMC")]
    [InlineData("Ms Lowe", "Matron", "NMC")]
    [InlineData("Mx Tate", "Advanced physiotherapist", "HCPC")]
    [InlineData("Ms Byrne", "Specialist pharmacist", "GPhC")]
    [InlineData("Miss Carr", "Consultant in oral surgery", "GDC")]
    [InlineData("Mr Ash", "Service manager", null)]
    public void Bodies_Profession_ImpliesItsRegulator(string name, string role, string? regulator) =>
        ProfessionalBodies.Of(Bell.Clinician with { Name = name, Role = role, ProfessionalBodies = ["BGS"] }).ShouldBe(regulator is null ? ["BGS"] : [regulator, "BGS"]);

    private static IReadOnlyList<Advice> Of(Plan plan) => PlanAdvice.Of(plan, Panel, [], Today);
}
