using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tests.Clinicians;

namespace ClinicalEngagement.Domain.Tests.Panel;

/// <summary>Whom a panel lacks, and whether a group may be shown something.</summary>
public sealed class PanelChecklistTests
{
    private static readonly Plan Plan = Bell.ReadyPlan with { AffectedSpecialties = ["Geriatric medicine"] };

    private static readonly SetAside NineCs = new(PanelChecklist.NineCsKey, "Gone through.", Bell.Now);

    private static readonly PanelMember[] Balanced =
    [
        Of("ann") with { OpinionFormer = true, YearsHere = 14, LikelyView = Position.Supports },
        Of("ben") with { YearsHere = 2, LikelyView = Position.HasConcerns },
    ];

    [Fact]
    public void Of_BalancedPanel_OnlyAsksForTheNineCs()
    {
        Open(Plan, Balanced).ShouldBe([PanelChecklist.NineCsKey]);
        PanelChecklist.Of(Plan, Balanced, Known(Balanced), [NineCs]).ShouldAllBe(r => !r.IsOpen);
    }

    [Fact]
    public void Of_OnlySupporters_WarnsInTheMethodsWords()
    {
        PanelMember[] supporters = [Balanced[0], Balanced[1] with { LikelyView = Position.StronglySupports }];
        var warning = PanelChecklist.Of(Plan, supporters, Known(supporters), [NineCs]).Where(r => r.IsOpen).ShouldHaveSingleItem();
        warning.Key.ShouldBe("panel/all-supporters");
        warning.Words.ShouldContain("helps to find risks, pitfalls and unintended consequences, and to mitigate them");
    }

    [Fact]
    public void Of_PositionHeld_CountsBeforeTheViewExpected() =>
        Open(Plan, [Balanced[0], Balanced[1] with { PositionHeld = Position.Supports }]).ShouldContain("panel/all-supporters");

    [Fact]
    public void Of_WhatIsMissing_IsEachNamed()
    {
        PanelMember[] alone = [Of("ann") with { Power = null }];
        Open(Plan with { AffectedSpecialties = ["Radiology"], NoDifferentViewKnown = false, BodiesWithDifferentView = [new BodyView("RCR", "No.", "Asked.")] }, alone).ShouldBe(
        [
            "panel/specialty/radiology", "panel/body/rcr", "panel/long-serving", "panel/newer", "panel/views", "panel/opinion-formers", "panel/unplaced/1", PanelChecklist.NineCsKey,
        ]);
        Open(Plan with { AffectedSpecialties = [] }, Balanced).ShouldContain("panel/specialties");
    }

    [Fact]
    public void Gate_OpinionFormer_IsHeardOneToOneBeforeAGroup()
    {
        var meeting = Bell.Meeting(MeetingState.Held) with { MemberId = Balanced[0].Id };
        var concern = new Concern
        {
            Id = new ConcernId(StableId.From("c")),
            ProjectId = Bell.Project.Id,
            MemberId = Balanced[0].Id,
            Kind = ConcernKind.Concern,
            Words = "Crowding.",
            RaisedAt = Bell.Now,
            DueAt = Bell.Now,
        };

        GroupGate.Of(Balanced, [], []).ShouldBe([new NotReady(Balanced[0], false)]);
        GroupGate.Of(Balanced, [meeting], []).ShouldBeEmpty();
        GroupGate.Of([Balanced[0] with { SpokenAt = Bell.Now }], [], []).ShouldBeEmpty();
        GroupGate.Of(Balanced, [meeting], [concern]).ShouldBe([new NotReady(Balanced[0], true)]);
        GroupGate.Of(Balanced, [meeting], [concern with { ClosedAt = Bell.Now }]).ShouldBeEmpty();
        GroupGate.Of(Balanced, [meeting], [concern with { Kind = ConcernKind.Suggestion }]).ShouldBeEmpty();
        GroupGate.Of(Balanced, [meeting], [concern with { MemberId = Balanced[1].Id }]).ShouldBeEmpty("others' concerns do not stop a group");
        GroupGate.Of([Balanced[0] with { LeftAt = Bell.Now }], [], []).ShouldBeEmpty();
    }

    private static PanelMember Of(string name) => Bell.MemberOf($"{name}@harbour.example", 1) with { Power = HighOrLow.High, Impact = HighOrLow.High };

    private static string[] Open(Plan plan, PanelMember[] members) => [.. PanelChecklist.Of(plan, members, Known(members), []).Where(r => r.IsOpen).Select(r => r.Key)];

    private static Dictionary<EmailAddress, Clinician> Known(PanelMember[] members) =>
        members.ToDictionary(m => m.Email, m => Bell.Clinician with { Email = m.Email, Specialty = "Geriatric medicine", ProfessionalBodies = ["GMC"] });
}
