using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Retention;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Retention;

public sealed class KeptRecordsTests
{
    private static readonly Instant Closed = Instant.FromUtc(2027, 10, 30, 14, 0);

    private static readonly PanelMember Judged = new()
    {
        Id = new PanelMemberId(StableId.From("member")),
        ProjectId = new ProjectId(StableId.From("project")),
        Email = new EmailAddress("anna.bell@harbour.example"),
        Name = "Dr Anna Bell",
        Order = 2,
        Reason = "Her ward.",
        Power = HighOrLow.High,
        Impact = HighOrLow.Low,
        OpinionFormer = true,
        LikelyView = Position.Supports,
        PositionNeeded = Position.Supports,
        PositionNeededAt = Closed,
        PositionFirst = Position.Undecided,
        PositionFirstAt = Closed,
        PositionHeld = Position.Supports,
        PositionAt = Closed,
        PositionPlanVersion = 1,
        PositionEvidence = "She said so.",
        PositionsBefore = [new HeldPosition(Position.Undecided, Closed, 1, null)],
        NoTimesReason = "No calendar.",
    };

    [Fact]
    public void WithoutJudgements_TakesOutEveryPropertyAboutPositionsAndPower()
    {
        var kept = KeptRecords.WithoutJudgements(Judged);

        // A property that is added later and named like these has to be thought of.
        foreach (var property in typeof(PanelMember).GetProperties().Where(p => p.Name.StartsWith("Position", StringComparison.Ordinal) || p.Name is "Power" or "Impact" or "LikelyView"))
            (property.GetValue(kept) is null or System.Collections.ICollection { Count: 0 }).ShouldBeTrue(property.Name);
        kept.OpinionFormer.ShouldBeFalse();
        (kept.Name, kept.Order, kept.Reason).ShouldBe((Judged.Name, 2, "Her ward."));
        KeptRecords.HasJudgements(kept).ShouldBeFalse();
    }

    [Fact]
    public void HasJudgements_AnyOneOfThem_IsSeen()
    {
        KeptRecords.HasJudgements(Judged).ShouldBeTrue();
        var nothing = KeptRecords.WithoutJudgements(Judged);
        foreach (var one in new[]
        {
            nothing with { Power = HighOrLow.Low }, nothing with { OpinionFormer = true }, nothing with { LikelyView = Position.Supports },
            nothing with { PositionNeeded = Position.Supports }, nothing with { PositionFirst = Position.Supports }, nothing with { PositionHeld = Position.Supports },
            nothing with { PositionEvidence = "x" }, nothing with { PositionsBefore = Judged.PositionsBefore }, nothing with { NoTimesReason = "x" }, nothing with { Impact = HighOrLow.Low },
        })
            KeptRecords.HasJudgements(one).ShouldBeTrue();
    }

    [Fact]
    public void DueAt_OverAClockChange_IsMidnightOnTheWall() =>
        KeptRecords.DueAt(Closed, 6).InZone(DateTimeZoneProviders.Tzdb["Europe/London"]).LocalDateTime.ShouldBe(new LocalDateTime(2028, 4, 30, 0, 0));

    [Fact]
    public void Hold_OnAProjectAPersonOrEverything_CoversThatAlone_UntilItIsLifted()
    {
        var (project, other) = (Judged.ProjectId, new ProjectId(StableId.From("other")));
        var (person, stranger) = (Judged.Email, new EmailAddress("tom.ash@harbour.example"));
        var everything = new PreservationHold { Id = StableId.From("hold"), Reason = "Inquest", SetAt = Closed };
        (everything.Covers(project), everything.Covers(stranger)).ShouldBe((true, true));
        var onProject = everything with { ProjectId = project };
        (onProject.Covers(project), onProject.Covers(other), onProject.Covers(person)).ShouldBe((true, false, false));
        var onPerson = everything with { Person = person };
        (onPerson.Covers(person), onPerson.Covers(stranger), onPerson.Covers(project)).ShouldBe((true, false, false));
        (everything with { LiftedAt = Closed }).ShouldSatisfyAllConditions(h => h.Covers(project).ShouldBeFalse(), h => h.Covers(person).ShouldBeFalse());
    }
}
