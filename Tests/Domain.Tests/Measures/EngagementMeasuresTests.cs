using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Measures;

public sealed class EngagementMeasuresTests
{
    [Fact]
    public void Of_AProject_CountsWhatTheMethodAsksFor()
    {
        var other = Bell.MemberOf("ash@harbour.example", 2) with { SpokenAt = Bell.Project.CreatedAt + Duration.FromDays(5), SpokenTimes = [Bell.Project.CreatedAt + Duration.FromDays(5)] };
        var left = Bell.MemberOf("gone@harbour.example", 3) with { LeftAt = Bell.Now };
        var concern = new Concern
        {
            Id = new ConcernId(StableId.From("c")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Suggestion,
            Words = "Ask the nurses.",
            RaisedAt = Bell.Now,
            DueAt = Bell.Now,
            Response = "We did.",
            RespondedAt = Bell.Now,
            PlanVersion = 2,
        };
        var late = concern with { Id = new ConcernId(StableId.From("d")), AnsweredLate = true, PlanVersion = null };
        var closed = concern with { Id = new ConcernId(StableId.From("e")), Response = null, RespondedAt = null, Explanation = "No beds.", ClosedAt = Bell.Now, PlanVersion = null };
        var open = concern with { Id = new ConcernId(StableId.From("f")), Response = null, RespondedAt = null, PlanVersion = null };
        var measures = EngagementMeasures.Of(
            Bell.Project, [Bell.Member, other, left],
            [Bell.Meeting(MeetingState.Held), Bell.Meeting(MeetingState.Held, 2) with { ClinicalMinutesAtRisk = 5 }, Bell.Meeting(MeetingState.NotHeld, 3)],
            [concern, late, closed, open],
            [Bell.Effect(EffectKind.SendFirstMessage, "1") with { Unasked = true }, Bell.Effect(EffectKind.SendBrief, "2"), Bell.Effect(EffectKind.SendHostBrief, "3"), Bell.Effect(EffectKind.SendResponse, "4", EffectState.Dropped)]);
        measures.ShouldSatisfyAllConditions(
            m => (m.Clinicians, m.Engaged).ShouldBe((2, 2)),
            m => m.DaysToFirst.ShouldBe(5m),
            m => m.DaysToAll.ShouldBe(23m),
            m => (m.Messages, m.UnaskedMessages, m.MessagesPerClinician).ShouldBe((2, 1, 1m)),
            m => (m.Concerns, m.ConcernsAnswered, m.ConcernsAnsweredInTime, m.PlanChanges).ShouldBe((4, 3, 2, 1)),
            m => (m.Stages, m.StagesWithEveryone, m.StagesWithAnyone).ShouldBe((1, 1, 1)),
            m => (m.Meetings, m.MeetingsWithoutDisplacement).ShouldBe((2, 1)));

        var nobody = EngagementMeasures.Of(Bell.Project, [Bell.Member], [], [], []);
        (nobody.DaysToFirst, nobody.DaysToAll, nobody.StagesWithAnyone).ShouldBe((null, null, 0));
        var overall = EngagementMeasures.Over([measures, nobody]);
        (overall.Clinicians, overall.Engaged, overall.DaysToFirst, overall.MessagesPerClinician).ShouldBe((3, 2, 5m, 0.7m));
        EngagementMeasures.Over([]).MessagesPerClinician.ShouldBeNull();
    }

    [Fact]
    public void Of_StagesGoneThrough_CountsContactInEach()
    {
        var moved = Bell.Project with
        {
            Stage = Stage.DefineAndScope,
            StageSince = Ward.Local("2026-07-01T10:00"),
            StagesBefore = [new StageSpan(Stage.StartOut, Bell.Project.CreatedAt, Ward.Local("2026-07-01T10:00"))],
        };
        var measures = EngagementMeasures.Of(moved, [Bell.Member], [Bell.Meeting(MeetingState.Held)], [], []);
        (measures.Stages, measures.StagesWithEveryone, measures.StagesWithAnyone).ShouldBe((2, 1, 1));
    }
}
