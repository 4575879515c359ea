using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tests.Clinicians;

namespace ClinicalEngagement.Domain.Tests.Projects;

/// <summary>The parts of a plan: together they are the whole of it, and none has to do with another.</summary>
public sealed class PlanSectionsTests
{
    private static readonly Plan Other = new()
    {
        PatientBenefit = "Seen when they need it.",
        Measure = new Measure("Review within 10 days", "%", 45, 85),
        Objectives = [new Measure("Missed deteriorations", "cases", null, null, Balancing: true)],
        Facts = [new SourcedFact("It is safe where there are urgent slots.", "Evaluation, 2024")],
        BodiesWithDifferentView = [new BodyView("RCEM", "Not at night.", null)],
        AffectedSpecialties = ["Radiology"],
        Stances = [new BodyStance("RCR", "Says nothing on this.", null)],
        ExampleElsewhere = "A trust nearby.",
        Story = new Story("A fictional composite.", true),
        Risks = [new Risk("Somebody is lost.", false, true, null, null)],
    };

    public static TheoryData<PlanSection> Sections { get; } = new(Enum.GetValues<PlanSection>());

    [Theory]
    [MemberData(nameof(Sections))]
    public void Take_OnePart_ChangesThatPartAlone(PlanSection section)
    {
        var taken = PlanSections.Take(Bell.ReadyPlan, section, Other);

        PlanSections.Changed(Bell.ReadyPlan, taken).ShouldBe([section]);
        PlanSections.Same(section, taken, Other).ShouldBeTrue();
        PlanSections.Words(section).ShouldNotBeEmpty();
    }

    [Fact]
    public void Take_EveryPart_IsTheOtherPlan()
    {
        var taken = Enum.GetValues<PlanSection>().Aggregate(Bell.ReadyPlan, (plan, section) => PlanSections.Take(plan, section, Other));

        PlanSections.Changed(taken, Other).ShouldBeEmpty();
        // Nothing of a plan is outside its parts.
        System.Text.Json.JsonSerializer.Serialize(taken).ShouldBe(System.Text.Json.JsonSerializer.Serialize(Other));
    }
}
