using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tests.Clinicians;

namespace ClinicalEngagement.Domain.Tests.Readiness;

public sealed class PlanReadinessTests
{
    [Fact]
    public void Of_ReadyPlan_OpensBothGates() =>
        PlanReadiness.Of(Bell.ReadyPlan).ShouldSatisfyAllConditions(r => r.WiderPanelOpen.ShouldBeTrue(), r => r.EarlyConversationsOpen.ShouldBeTrue(), r => r.Gaps.ShouldBeEmpty());

    [Fact]
    public void Of_BenefitOnly_OpensEarlyConversations()
    {
        var readiness = PlanReadiness.Of(new Plan { PatientBenefit = "Home the same day." });
        readiness.EarlyConversationsOpen.ShouldBeTrue();
        readiness.WiderPanelOpen.ShouldBeFalse();
        readiness.Gaps.Select(g => g.What).ShouldBe(["measure", "fact", "professionalBodies"]);
    }

    [Fact]
    public void Of_NoBenefit_OpensNothing() =>
        PlanReadiness.Of(Bell.ReadyPlan with { PatientBenefit = "  " }).ShouldSatisfyAllConditions(r => r.EarlyConversationsOpen.ShouldBeFalse(), r => r.WiderPanelOpen.ShouldBeFalse());

    [Fact]
    public void Of_BaselineNotYetMeasured_IsNoGap() =>
        PlanReadiness.Of(Bell.ReadyPlan with { Measure = new Measure("Falls", "", null, null) }).WiderPanelOpen.ShouldBeTrue();

    [Fact]
    public void Of_FactWithoutSource_IsAGap() =>
        PlanReadiness.Of(Bell.ReadyPlan with { Facts = [new SourcedFact("Bed rest harms.", " ")] }).Gaps.ShouldHaveSingleItem().What.ShouldBe("fact");

    [Theory]
    [InlineData("Academy of Medical Royal Colleges", "Suspected sepsis: antibiotics within one hour for everyone.")]
    [InlineData("GMC", "Follow-up is ended for low-risk patients, who will be no longer asked.")]
    [InlineData("GMC", "Records are shared without patients’ consent.")]
    [InlineData("NMC", "Observations at night are done by healthcare assistants without supervision.")]
    [InlineData("BMA", "Physician associates see undifferentiated patients at the front door.")]
    [InlineData("BMA", "The clinic is held by physician associates instead of registrars.")]
    public void Of_WordingAgainstAKnownStatement_NeedsHandling(string body, string benefit)
    {
        var plan = Bell.ReadyPlan with { PatientBenefit = benefit };

        PlanReadiness.Of(plan).Gaps.ShouldHaveSingleItem().Words.ShouldContain($"contradicts the {body}");
        PlanReadiness.Of(plan with { BodiesWithDifferentView = [new BodyView(body, "As published.", "We spoke with them; the ward sister supervises.")] }).WiderPanelOpen.ShouldBeTrue();
    }

    [Theory]
    [InlineData("Antibiotics within one hour where NEWS2 is 7 or more.")]
    [InlineData("Patients are asked what matters to them, and follow-up is theirs to choose.")]
    [InlineData("Healthcare assistants are supervised and supported by a nurse on every shift.")]
    [InlineData("Physician associates assist the registrar, who sees every patient.")]
    public void Of_WordingInKeepingWithKnownStatements_IsNoClash(string benefit) =>
        PlanReadiness.Of(Bell.ReadyPlan with { PatientBenefit = benefit }).WiderPanelOpen.ShouldBeTrue();

    [Fact]
    public void Of_WordingAgainstTwoBodies_NamesBoth() =>
        PlanReadiness.Of(Bell.ReadyPlan with { PatientBenefit = "Physician associates instead of doctors treat without asking patients." })
            .Gaps.Count(g => g.What == "professionalBodies").ShouldBe(2);

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("A consultant of theirs is on the panel.", true)]
    public void Of_BodyWithADifferentView_NeedsHandling(string? handling, bool open)
    {
        var readiness = PlanReadiness.Of(Bell.ReadyPlan with { NoDifferentViewKnown = false, BodiesWithDifferentView = [new BodyView("RCEM", "Not at night.", handling)] });
        readiness.WiderPanelOpen.ShouldBe(open);
        if (!open)
            readiness.Gaps.ShouldHaveSingleItem().Words.ShouldContain("RCEM");
    }
}
