using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Involvement;

public sealed class InvolvementByStageTests
{
    private static readonly Instant Since = Ward.Local("2026-06-20T00:00");
    private static readonly Meeting Held = Bell.Meeting(MeetingState.Held);
    private static readonly Effect Update = Bell.Effect(EffectKind.SendUpdate, "u", at: "2026-06-25T10:00");

    private static readonly Concern Answered = new()
    {
        Id = new ConcernId(StableId.From("c")),
        ProjectId = Bell.Project.Id,
        MemberId = Bell.Member.Id,
        Kind = ConcernKind.Concern,
        Words = "Who covers?",
        RaisedAt = Since,
        DueAt = Since,
        Response = "We do.",
        RespondedAt = Since,
    };

    [Fact]
    public void Since_TheStrongestContactCounts()
    {
        var spoken = Bell.Member with { SpokenAt = Since };
        Of(spoken, [Held], [Answered], [Update]).ShouldBe(Contact.Met);
        Of(spoken, [], [Answered], [Update]).ShouldBe(Contact.Spoken);
        Of(Bell.Member, [], [Answered], [Update]).ShouldBe(Contact.Answered);
        Of(Bell.Member, [], [], [Update]).ShouldBe(Contact.Updated);
        Of(Bell.Member, [], [], []).ShouldBe(Contact.Nothing);
    }

    [Fact]
    public void Since_BeforeTheStage_CountsForNothing() => InvolvementByStage.Since(
        Ward.Local("2026-07-01T00:00"), Bell.Member with { SpokenAt = Since }, [Held], [Answered], [Update]).ShouldBe(Contact.Nothing);

    [Fact]
    public void Since_WhatDidNotHappen_CountsForNothing() => Of(
        Bell.Member, [Bell.Meeting(MeetingState.NotHeld), Bell.Meeting(MeetingState.Agreed)], [Answered with { RespondedAt = null }],
        [Update with { State = EffectState.Uncertain }]).ShouldBe(Contact.Nothing);

    [Fact]
    public void Since_SomebodyElses_CountsForNothing() =>
        Of(Bell.MemberOf("reed@harbour.example", 2), [Held], [Answered], [Update]).ShouldBe(Contact.Nothing);

    private static Contact Of(PanelMember member, Meeting[] meetings, Concern[] concerns, Effect[] effects) =>
        InvolvementByStage.Since(Since, member, meetings, concerns, effects);
}
