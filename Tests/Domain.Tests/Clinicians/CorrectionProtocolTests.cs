using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tests.Scheduling;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>A figure was wrong: whoever asked is answered, whoever was shown it is told, and nobody is told too much at once.</summary>
public sealed class CorrectionProtocolTests
{
    private const string At = "2026-06-09T10:00";

    private static readonly FactQuestion Corrected = new()
    {
        Id = StableId.From("question"),
        ProjectId = Bell.Project.Id,
        MemberId = new PanelMemberId(StableId.From("colleague")),
        Words = "38 cannot be right.",
        FactNumber = 1,
        RaisedAt = Bell.Now,
        DueAt = Bell.Now,
        Outcome = FactOutcome.Corrected,
        Answer = "It was 48.",
        AnsweredAt = Bell.Now,
        Was = "38%",
        IsNow = "48%",
        ShownTo = [Bell.Member.Id],
    };

    private static readonly FactQuestion Asked = Corrected with { MemberId = Bell.Member.Id, ShownTo = [] };

    private static readonly ClinicianFacts Met = Bell.Facts(Bell.Meeting(MeetingState.Held));

    [Fact]
    public void Asked_IsAnsweredAtOnceAndOnce()
    {
        var facts = Met with { Figures = [Asked], UnaskedMessages = [Bell.Now, Bell.Now] };
        Next(facts).ShouldBe(new AnswerFigure(Asked), "an answer is not counted");
        Next(facts with { Effects = [Bell.Effect(EffectKind.SendFigureAnswer, CorrectionProtocol.AnswerCause(Asked))] }).ShouldBe(new Wait(null));
        Next(facts with { Figures = [Asked with { Outcome = FactOutcome.Stands }] }).ShouldBeOfType<AnswerFigure>();
    }

    [Fact]
    public void Shown_IsToldOnce_WithinTheCapAndTheHours()
    {
        var facts = Met with { Figures = [Corrected] };
        Next(facts).ShouldBe(new Correct(Corrected));
        Next(facts with { Effects = [Bell.Effect(EffectKind.SendCorrection, CorrectionProtocol.CorrectionCause(Corrected, facts))] }).ShouldBe(new Wait(null));
        Next(facts, "2026-06-09T20:00").ShouldBe(new Wait(Ward.Local("2026-06-10T08:00")));
        Next(facts with { UnaskedMessages = [Bell.Now, Bell.Now] }).ShouldBeOfType<Wait>().Until.ShouldNotBeNull().ShouldBeGreaterThan(Ward.Local("2026-06-19T00:00"));
        Next(facts with { Figures = [Corrected with { Outcome = FactOutcome.Stands, ShownTo = [] }] }).ShouldBe(new Wait(null));
    }

    [Fact]
    public void Shown_ButPausedOrGone_IsNotTold()
    {
        var facts = Met with { Figures = [Corrected] };
        Next(facts with { Project = Bell.Project with { State = ProjectState.Paused } }).ShouldNotBeOfType<Correct>();
        Next(facts with { Member = Bell.Member with { RepliedAt = Bell.Now } }).ShouldNotBeOfType<Correct>();
        Next(facts with { Member = Bell.Member with { PausedUntil = Ward.Local("2026-07-09T10:00") } }).ShouldNotBeOfType<Correct>();
        Next(facts with { Clinician = Bell.Clinician with { NoMoreAt = Bell.Now } }).ShouldNotBeOfType<Correct>();
        Next(facts with { Member = Bell.Member with { LeftAt = Bell.Now } }).ShouldNotBeOfType<Correct>();
        Next(facts with { Project = Bell.Project with { State = ProjectState.Closed } }).ShouldNotBeOfType<Correct>();
    }

    [Fact]
    public void Meetings_GoFirst() =>
        Next(Bell.Facts() with { Figures = [Corrected] }).ShouldBeOfType<FindTimes>();

    private static ClinicianDecision Next(ClinicianFacts facts, string at = At) => CorrectionProtocol.Next(facts, Ward.Local(at), Bell.Options);
}
