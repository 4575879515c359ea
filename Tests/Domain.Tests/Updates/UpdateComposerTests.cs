using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using ClinicalEngagement.Domain.Updates;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Updates;

public sealed class UpdateComposerTests
{
    private static readonly Instant Now = Ward.Local("2026-06-29T10:00");

    [Fact]
    public void Compose_NothingHappened_HasNoNewsButANextStage()
    {
        var update = Compose(UpdateProtocolTests.Facts());
        update.HasNews.ShouldBeFalse();
        update.Numbers.ShouldBeNull();
        update.Next.ShouldBe("The next stage is “Define and scope”.");
    }

    [Fact]
    public void Compose_MetAndMeasured_SaysSoInSentences()
    {
        var facts = UpdateProtocolTests.Facts() with
        {
            Meetings = [Bell.Meeting(MeetingState.Held) with { OutcomeAt = Ward.Local("2026-06-24T11:00") }],
            Points = [Point(8, 17), Point(22, 21.5m)],
        };
        var update = Compose(facts);
        update.WhatChanged.ShouldBe(
        [
            "We have now met 1 of the 1 clinicians on the panel, one to one.",
            "The measure went from 17% to 21.5%.",
        ]);
        update.Numbers.ShouldBe("Discharges before noon: 21.5% on 22 June (14% at the start, goal 30%).");
    }

    [Fact]
    public void Compose_ToldBefore_IsNotToldAgain()
    {
        var told = Compose(UpdateProtocolTests.Facts() with { Points = [Point(8, 17)] });
        told.HasNews.ShouldBeTrue();
        var sent = told with { State = UpdateState.Sent };
        Compose(UpdateProtocolTests.Facts(sent) with { Points = [Point(8, 17)] }).HasNews.ShouldBeFalse();
        Compose(UpdateProtocolTests.Facts(told with { State = UpdateState.Skipped }) with { Points = [Point(8, 17)] }).HasNews.ShouldBeTrue();
    }

    [Fact]
    public void Compose_Answered_PairsWhatWasSaidWithWhatWasDone()
    {
        var concern = new Concern
        {
            Id = new ConcernId(StableId.From("c")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Concern,
            Words = "Who covers?",
            Paraphrase = "Cover of the ward at noon",
            RaisedAt = Now,
            DueAt = Now,
            Response = "The registrar does.",
            RespondedAt = Ward.Local("2026-06-20T10:00"),
        };
        var unanswered = concern with { Id = new ConcernId(StableId.From("d")), Response = null, RespondedAt = null };
        Compose(UpdateProtocolTests.Facts() with { Concerns = [unanswered, concern] }).YouSaidWeDid
            .ShouldBe([new YouSaid(Bell.Member.Id, "Cover of the ward at noon", "The registrar does.")]);
    }

    [Fact]
    public void Compose_StoryWithoutConsent_IsNeverTold()
    {
        var facts = UpdateProtocolTests.Facts();
        Compose(WithStory(facts, false)).Story.ShouldBeNull();
        var told = Compose(WithStory(facts, true));
        told.Story.ShouldBe("Mrs A went home for tea.");
        Compose(WithStory(UpdateProtocolTests.Facts(told with { State = UpdateState.Sent }), true)).Story.ShouldBeNull();

        static UpdateFacts WithStory(UpdateFacts facts, bool consent) =>
            facts with { Project = facts.Project with { Plan = facts.Project.Plan with { Story = new Story("Mrs A went home for tea.", consent) } } };
    }

    [Fact]
    public void Compose_LastStage_HasNoNext()
    {
        var facts = UpdateProtocolTests.Facts();
        Compose(facts with { Project = facts.Project with { Stage = Stage.HandoverAndSustain } }).Next.ShouldBeNull();
    }

    private static Update Compose(UpdateFacts facts) => UpdateComposer.Compose(facts, Now, Now + Duration.FromDays(2), final: false);

    private static MeasurePoint Point(int day, decimal value) =>
        new(StableId.From("point", day), Bell.Project.Id, new LocalDate(2026, 6, day), value, Ward.Local("2026-06-23T10:00"));
}
