using ClinicalEngagement.Domain.Effects;
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
        Compose(WithStory(Sent(told), true)).Story.ShouldBeNull();

        static UpdateFacts WithStory(UpdateFacts facts, bool consent) =>
            facts with { Project = facts.Project with { Plan = facts.Project.Plan with { Story = new Story("Mrs A went home for tea.", consent) } } };
    }

    [Fact]
    public void Compose_StoryForWhichNoCopyHadRoom_IsToldNextTime()
    {
        var facts = UpdateProtocolTests.Facts();
        var plan = facts.Project.Plan with { Story = new Story("Mrs A went home for tea.", true), ExampleElsewhere = "Fenland does it." };
        UpdateFacts With(UpdateFacts some) => some with { Project = some.Project with { Plan = plan } };
        var first = Compose(With(facts));

        Compose(With(UpdateProtocolTests.Facts(first with { State = UpdateState.Sent }))).Story.ShouldBe("Mrs A went home for tea.");
        Compose(With(Sent(first))).Story.ShouldBe("Fenland does it.");
    }

    [Fact]
    public void Compose_EverySentence_IsKnownByItsKind()
    {
        var facts = UpdateProtocolTests.Facts() with
        {
            Meetings = [Bell.Meeting(MeetingState.Held) with { OutcomeAt = Ward.Local("2026-06-24T11:00") }],
            Points = [Point(8, 17), Point(22, 21.5m)],
        };
        facts = facts with { Project = facts.Project with { Stage = Stage.DefineAndScope, StageSince = Ward.Local("2026-06-20T10:00") } };
        Compose(facts).WhatChanged.Select(UpdateComposer.KindOf).ShouldBe([NewsKind.Met, NewsKind.Stage, NewsKind.Figure]);
        var unmeasured = facts with { Points = [Point(22, 14)], Meetings = [] };
        Compose(unmeasured).WhatChanged.Select(UpdateComposer.KindOf).ShouldBe([NewsKind.Stage, NewsKind.Figure]);
        unmeasured = unmeasured with { Project = unmeasured.Project with { Plan = unmeasured.Project.Plan with { Measure = new Measure("Beds", "", null, null) } } };
        Compose(unmeasured).WhatChanged.Select(UpdateComposer.KindOf).ShouldBe([NewsKind.Stage, NewsKind.Figure]);
        UpdateComposer.KindOf("Therapy stays until 6pm.").ShouldBe(NewsKind.Other);
    }

    [Fact]
    public void Compose_FiguresOfThePast_AreNoNews()
    {
        var told = Point(22, 40);
        var sent = Compose(UpdateProtocolTests.Facts() with { Points = [told] }) with { State = UpdateState.Sent, DraftedAt = told.EnteredAt };
        MeasurePoint Later(int day, decimal value) => Point(day, value) with { EnteredAt = told.EnteredAt + Duration.FromDays(20) };
        var facts = UpdateProtocolTests.Facts(sent) with { Points = [Later(1, 30), Later(8, 36), told] };
        Compose(facts).WhatChanged.ShouldBeEmpty();
        Compose(facts with { Points = [.. facts.Points, Later(29, 44)] }).WhatChanged.ShouldBe(["The measure went from 40% to 44%."]);
    }

    [Theory]
    [InlineData(true, false, "The plan changed because of Dr Bell: “A trial on one ward first”.")]
    [InlineData(false, false, "The plan changed because of a colleague: “A trial on one ward first”.")]
    [InlineData(true, true, null)]
    public void Compose_TakenIntoThePlan_GivesCreditWhereItWasAgreed(bool credit, bool keptOut, string? line)
    {
        var suggestion = new Concern
        {
            Id = new ConcernId(StableId.From("c")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Suggestion,
            Words = "A trial on one ward first.",
            RaisedAt = Now,
            DueAt = Now,
            PlanVersion = 2,
            TakenInAt = Ward.Local("2026-06-20T10:00"),
            CreditAgreed = credit,
        };
        var facts = UpdateProtocolTests.Facts() with { Concerns = [suggestion], KeepPointsOut = keptOut ? new HashSet<EmailAddress> { Bell.Member.Email } : new HashSet<EmailAddress>() };
        Compose(facts).WhatChanged.ShouldBe(line is null ? [] : [line]);
    }

    [Fact]
    public void Compose_Examples_AreToldOnceWithTheNameWhereItWasAgreedAndNotOnceWithdrawn()
    {
        var example = new PracticeExample
        {
            Id = StableId.From("example"),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Words = "At Fenland a trial on one ward came first.",
            NameAgreed = true,
            AgreedAt = Now,
        };
        var facts = UpdateProtocolTests.Facts() with { Examples = [example] };
        var told = Compose(facts);
        told.Story.ShouldBe("At Fenland a trial on one ward came first. (Told by Dr Bell.)");
        Compose(Sent(told) with { Examples = [example] }).Story.ShouldBeNull();
        Compose(facts with { Examples = [example with { Words = "", WithdrawnAt = Now }] }).Story.ShouldBeNull();
        Compose(facts with { Examples = [example with { Words = string.Join(' ', Enumerable.Repeat("word", 61)) }] }).Story.ShouldBeNull();
    }

    [Fact]
    public void Compose_LastStage_HasNoNext()
    {
        var facts = UpdateProtocolTests.Facts();
        Compose(facts with { Project = facts.Project with { Stage = Stage.HandoverAndSustain } }).Next.ShouldBeNull();
    }

    private static Update Compose(UpdateFacts facts) => UpdateComposer.Compose(facts, Now, Now + Duration.FromDays(2), final: false);

    /// <summary>The facts once that update went out, and one copy at least told its story.</summary>
    private static UpdateFacts Sent(Update told)
    {
        var facts = UpdateProtocolTests.Facts(told with { State = UpdateState.Sent });
        var copy = Bell.Effect(EffectKind.SendUpdate, $"{told.Id}/copy") with { UpdateId = told.Id, StoryTold = UpdateComposer.IdOf(told.Story!) };
        return facts with { Messages = [.. facts.Messages, copy] };
    }

    private static MeasurePoint Point(int day, decimal value) =>
        new(StableId.From("point", day), Bell.Project.Id, new LocalDate(2026, 6, day), value, Ward.Local("2026-06-23T10:00"));
}
