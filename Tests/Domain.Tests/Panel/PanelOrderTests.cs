using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tests.Clinicians;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Panel;

public sealed class PanelOrderTests
{
    private static readonly Dictionary<EmailAddress, Clinician> Known = new()
    {
        [Bell.Member.Email] = Bell.Clinician with { Role = "Consultant geriatrician", Specialty = "Emergency medicine", ProfessionalBodies = ["RCP"] },
    };

    [Fact]
    public void Of_PowerThenOpinionThenImpactThenAnotherView_DecideTheOrder()
    {
        PanelMember[] panel =
        [
            Named("name"), Named("view") with { LikelyView = Position.HasConcerns }, Named("impact") with { Impact = HighOrLow.High },
            Named("opinion") with { OpinionFormer = true }, Named("power") with { Power = HighOrLow.High },
            Named("powerful opinion") with { Power = HighOrLow.High, OpinionFormer = true },
        ];
        PanelOrder.Of(panel, Known).Select(m => m.Name).ShouldBe(["powerful opinion", "power", "opinion", "impact", "view", "name"]);
    }

    [Theory]
    [InlineData(12, "Consultant geriatrician; Emergency medicine is affected; perspective of RCP; 12 years here.")]
    [InlineData(2, "Consultant geriatrician; Emergency medicine is affected; perspective of RCP; newer, brings practice from elsewhere.")]
    [InlineData(null, "Consultant geriatrician; Emergency medicine is affected; perspective of RCP.")]
    public void Of_Reason_IsFactual(int? years, string reason) =>
        PanelOrder.Of([Bell.Member with { YearsHere = years }], Known).ShouldHaveSingleItem().Reason.ShouldBe(reason);

    [Fact]
    public void Of_AnyPanelInAnyOrderOfEntry_GivesTheSameOrderAndSaysNothingOfPowerOrViews() => Tape.Gen(10, 80).Sample(
        tape =>
        {
            var panel = Enumerable.Range(0, 1 + tape.Pick(8)).Select(n => Named($"Dr {tape.Pick(3)}", $"dr{n}@harbour.example") with
            {
                Power = tape.Maybe(() => (HighOrLow)tape.Pick(2)),
                Impact = tape.Maybe(() => (HighOrLow)tape.Pick(2)),
                OpinionFormer = tape.Once(2),
                LikelyView = tape.Maybe(() => (Position)tape.Pick(5)),
                YearsHere = tape.Maybe(() => tape.Pick(40)),
            }).ToArray();
            var order = PanelOrder.Of(panel, Known);
            order.Select(m => m.Order).ShouldBe(Enumerable.Range(1, panel.Length));
            PanelOrder.Of(panel.Reverse(), Known).ShouldBe(order);
            order.ShouldAllBe(m => !m.Reason.Contains("power", StringComparison.OrdinalIgnoreCase) && !m.Reason.Contains("support", StringComparison.OrdinalIgnoreCase)
                && !m.Reason.Contains("concern", StringComparison.OrdinalIgnoreCase) && !m.Reason.Contains("opinion", StringComparison.OrdinalIgnoreCase));
        },
        iter: Sweep.Of(1_000));

    private static PanelMember Named(string name, string? email = null) => Bell.MemberOf(email ?? $"{name.Replace(' ', '.')}@harbour.example", 0) with { Name = name };
}
