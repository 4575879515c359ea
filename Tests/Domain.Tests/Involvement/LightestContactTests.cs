using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Involvement;

public sealed class LightestContactTests
{
    private static readonly Instant Now = Ward.Local("2026-07-15T10:00");
    private static readonly Instant StageSince = Ward.Local("2026-07-01T10:00");
    private static readonly PanelMember Known = Bell.Member with { SpokenAt = Ward.Local("2026-06-01T10:00") };

    [Fact]
    public void For_EachSituation_SuggestsWhatIsLightestAndOwed()
    {
        var concern = new Concern
        {
            Id = new ConcernId(StableId.From("c")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Concern,
            Words = "Who covers?",
            RaisedAt = Now,
            DueAt = Now,
        };
        LightestContacts.For(Known with { RepliedAt = Now }, StageSince, [], [concern], Now).ShouldBe(LightestContact.ReadTheirReply);
        LightestContacts.For(Known, StageSince, [], [concern], Now).ShouldBe(LightestContact.AnswerWhatTheyRaised);
        LightestContacts.For(Bell.Member, StageSince, [], [], Now).ShouldBe(LightestContact.AskForMeeting);
        LightestContacts.For(Bell.Member, StageSince, [Bell.Meeting(MeetingState.Held)], [], Now).ShouldBe(LightestContact.AskInNextUpdate);
        LightestContacts.For(Known, StageSince, [], [], Now).ShouldBe(LightestContact.AskInNextUpdate);
        LightestContacts.For(Known with { ViewWantedAt = StageSince }, StageSince, [], [], Now).ShouldBe(LightestContact.SpeakFiveMinutes);
        LightestContacts.For(Known with { NoUpdatesAt = Now }, StageSince, [], [], Now).ShouldBe(LightestContact.SpeakFiveMinutes);
    }

    [Fact]
    public void OfMember_EachStage_HasTheStrongestContactInIt()
    {
        var project = Bell.Project with
        {
            Stage = Stage.DefineAndScope,
            StageSince = StageSince,
            StagesBefore = [new StageSpan(Stage.StartOut, Bell.Project.CreatedAt, StageSince)],
        };
        var row = InvolvementByStage.OfMember(
            project, Known with { SpokenTimes = [Ward.Local("2026-06-01T10:00"), Ward.Local("2026-07-02T10:00")], SpokenAt = Ward.Local("2026-07-02T10:00") },
            [Bell.Meeting(MeetingState.Held)], [], []);
        row[Stage.StartOut].ShouldBe(Contact.Met);
        row[Stage.DefineAndScope].ShouldBe(Contact.Spoken);
        row[Stage.Implement].ShouldBeNull();
    }
}
