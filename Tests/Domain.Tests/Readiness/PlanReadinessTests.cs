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
