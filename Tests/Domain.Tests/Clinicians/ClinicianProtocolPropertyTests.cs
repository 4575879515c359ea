using ClinicalEngagement.Domain.Clinicians;
using CsCheck;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

public sealed class ClinicianProtocolPropertyTests
{
    [Fact]
    public void Next_AnyFacts_KeepsTheRules() => Tape.Gen(60, 200).Sample(
        tape =>
        {
            var (facts, now, options) = OddClinicianFacts.From(tape);
            ClinicianRules.Hold(facts, now, options, ClinicianProtocol.Next(facts, now, options));
        },
        iter: Sweep.Of(5_000));

    [Fact]
    public void Next_SameFacts_DecidesTheSame() => Tape.Gen(60, 200).Sample(
        tape =>
        {
            var (facts, now, options) = OddClinicianFacts.From(tape);
            ClinicianProtocol.Next(facts with { }, now, options).ShouldBe(ClinicianProtocol.Next(facts, now, options));
        },
        iter: Sweep.Of(2_000));

    [Fact]
    public void Next_AnyCourseOfAnEngagement_KeepsTheRulesAndComesToRest() =>
        Tape.Gen(100, 600).Sample(tape => new ClinicianWalk(tape).Run(), iter: Sweep.Of(1_000));
}
