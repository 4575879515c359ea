using System.Text.Json;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal.Artefacts;

public sealed class RehearsalSummaryTests
{
    private static readonly Instant Start = ArtefactSamples.Start;

    [Fact]
    public void Of_AFinishedProject_AddsUp()
    {
        var facts = Facts();

        var summary = RehearsalSummary.Of(facts);

        summary.CliniciansOnPanel.ShouldBe(2);
        summary.CliniciansContacted.ShouldBe(2);
        summary.CliniciansMet.ShouldBe(2);
        summary.DaysToFirstMeeting.ShouldBe(10m);
        summary.DaysToMeetAll.ShouldBe(20.5m);
        summary.MeetingsHeld.ShouldBe(3);
        summary.MeetingsThatDisplacedNoClinicalWork.ShouldBe(2);
        summary.ClinicalMinutesAtRisk.ShouldBe(4);
        summary.ClinicalMinutesOffered.ShouldBe(facts.Meetings.Sum(m => m.ClinicalMinutesAtRisk));
        summary.ClinicalMinutesOneByOne.ShouldBe(9 * (facts.Meetings.Count - 1));
        summary.OffersLostOneByOne.ShouldBe(1);
        summary.MessagesPerClinician.ShouldBe(3.5m, "two first messages, a brief, four copies");
        summary.UnaskedMessagesPerClinician.ShouldBe(3m);
        summary.ConcernsRaised.ShouldBe(2);
        summary.ConcernsAnswered.ShouldBe(1);
        summary.ConcernsAnsweredInTime.ShouldBe(1);
        summary.ConcernsClosed.ShouldBe(1);
        summary.UpdatesSent.ShouldBe(2);
        summary.UpdateCopiesSent.ShouldBe(4);
        summary.CliniciansUpdatedEveryMonth.ShouldBe(2);
        summary.StagesGoneThrough.ShouldBe(["Start out", "Define and scope", "Measure and understand"]);
        summary.StagesCovered.ShouldBe(["Start out", "Measure and understand"]);
    }

    [Fact]
    public void Of_SomebodyNotMet_HasNoDayOnWhichAllWereMet()
    {
        var facts = Facts();

        RehearsalSummary.Of(facts with { Meetings = [.. facts.Meetings.Where(m => m.MemberId == ArtefactSamples.ZoeId)] })
            .ShouldSatisfyAllConditions(s => s.CliniciansMet.ShouldBe(1), s => s.DaysToMeetAll.ShouldBeNull(), s => s.DaysToFirstMeeting.ShouldBe(10m));
    }

    [Fact]
    public void Of_AMonthWithoutItsCopy_IsSeen()
    {
        var facts = Facts();
        var withoutOne = facts.Effects.Where(e => !(e.Kind == EffectKind.SendUpdate && e.MemberId == ArtefactSamples.AmirId && e.DoneAt < Start + Duration.FromDays(40)));

        RehearsalSummary.Of(facts with { Effects = [.. withoutOne] }).CliniciansUpdatedEveryMonth.ShouldBe(1);
    }

    [Fact]
    public void Of_SomebodyWhoWantsNoMore_IsNotCountedAsUpdated() =>
        RehearsalSummary.Of(Facts() with { WantNoMore = new HashSet<EmailAddress> { new("zoe@trust.example") } }).CliniciansUpdatedEveryMonth.ShouldBe(1);

    [Fact]
    public void Of_EffectsThatDidNothing_CountForNothing()
    {
        var facts = Facts();

        var summary = RehearsalSummary.Of(facts with { Effects = [.. facts.Effects.Select(e => e with { State = EffectState.Dropped, DoneAt = null })] });

        summary.MessagesPerClinician.ShouldBe(0);
        summary.CliniciansContacted.ShouldBe(0);
        summary.CliniciansUpdatedEveryMonth.ShouldBe(0);
    }

    [Fact]
    public void Json_NamesWhatTheIssueAsksFor()
    {
        using var json = JsonDocument.Parse(SummaryJson.Write(RehearsalSummary.Of(Facts())));

        foreach (var name in new[]
        {
            "cliniciansMet", "cliniciansOnPanel", "daysToMeetAll", "messagesPerClinician", "clinicalMinutesAtRisk", "concernsRaised", "concernsAnswered",
            "concernsClosed", "updatesSent", "stagesCovered",
        })
            json.RootElement.TryGetProperty(name, out _).ShouldBeTrue(name);
    }

    // January 4 to March 12: contact in January, updates in February and March, closed in March.
    private static RehearsalFacts Facts()
    {
        PanelMember[] members = [Member(ArtefactSamples.ZoeId, "zoe@trust.example"), Member(ArtefactSamples.AmirId, "amir@trust.example")];
        var february = Instant.FromUtc(2027, 2, 4, 9, 0);
        var march = Instant.FromUtc(2027, 3, 11, 9, 0);
        return new RehearsalFacts(
            ArtefactSamples.Project with
            {
                ClosedAt = Instant.FromUtc(2027, 3, 12, 9, 0),
                Stage = Stage.MeasureAndUnderstand,
                StageSince = Instant.FromUtc(2027, 2, 20, 9, 0),
                StagesBefore =
                [
                    new StageSpan(Stage.StartOut, Start, Instant.FromUtc(2027, 2, 10, 9, 0)),
                    new StageSpan(Stage.DefineAndScope, Instant.FromUtc(2027, 2, 10, 9, 0), Instant.FromUtc(2027, 2, 20, 9, 0)),
                ],
            },
            7,
            members,
            new HashSet<EmailAddress>(),
            [
                Meeting(ArtefactSamples.ZoeId, 1, Start + Duration.FromDays(10), MeetingState.Held, 0),
                Meeting(ArtefactSamples.AmirId, 1, Start + Duration.FromDays(5), MeetingState.Declined, 20),
                Meeting(ArtefactSamples.AmirId, 2, Start + Duration.FromDays(20) + Duration.FromHours(12), MeetingState.Held, 4),
                Meeting(ArtefactSamples.AmirId, 3, Start + Duration.FromDays(25), MeetingState.Held, 0),
            ],
            [
                .. members.Select(m => Mail(m, EffectKind.SendFirstMessage, Start + Duration.FromDays(1), true)),
                Mail(members[0], EffectKind.SendBrief, Start + Duration.FromDays(9), false),
                .. members.Select(m => Mail(m, EffectKind.SendUpdate, february, true)),
                .. members.Select(m => Mail(m, EffectKind.SendUpdate, march, true)),
            ],
            [Concern(1, Start + Duration.FromDays(20), closed: true), Concern(2, null, closed: false)],
            [Update(1, UpdateState.Sent), Update(2, UpdateState.Skipped), Update(3, UpdateState.Sent)],
            [
                ArtefactSamples.Event(1, Start, "request.received", "The form was sent."),
            ]);
    }

    private static PanelMember Member(PanelMemberId id, string email) => new()
    {
        Id = id,
        ProjectId = ArtefactSamples.Project.Id,
        Email = new EmailAddress(email),
        Name = email,
    };

    private static Meeting Meeting(PanelMemberId member, int number, Instant start, MeetingState state, int atRisk) => new()
    {
        Id = Domain.Meetings.Meeting.IdFor(member, number),
        ProjectId = ArtefactSamples.Project.Id,
        MemberId = member,
        Number = number,
        State = state,
        Offers = [new OfferedTime(start, atRisk, "")],
        Start = start,
        Minutes = 20,
        ClinicalMinutesAtRisk = atRisk,
        ClinicalMinutesOneByOne = atRisk == 4 ? null : 9,
        Reason = "",
        Stage = Stage.StartOut,
        OfferedAt = Start,
    };

    private static Effect Mail(PanelMember member, EffectKind kind, Instant done, bool unasked) => new()
    {
        Id = Effect.IdFor(ArtefactSamples.Project.Id, kind, $"{member.Id}/{done}"),
        ProjectId = ArtefactSamples.Project.Id,
        MemberId = member.Id,
        Clinician = member.Email,
        Kind = kind,
        Cause = "",
        State = EffectState.Done,
        Unasked = unasked,
        IntendedAt = done,
        DoneAt = done,
    };

    private static Concern Concern(int number, Instant? responded, bool closed) => new()
    {
        Id = new ConcernId(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])),
        ProjectId = ArtefactSamples.Project.Id,
        MemberId = ArtefactSamples.ZoeId,
        Kind = ConcernKind.Concern,
        Words = "",
        RaisedAt = Start + Duration.FromDays(10),
        DueAt = Start + Duration.FromDays(24),
        RespondedAt = responded,
        ClosedAt = closed ? responded : null,
    };

    private static Update Update(int number, UpdateState state) => new()
    {
        Id = Domain.Updates.Update.IdFor(ArtefactSamples.Project.Id, number),
        ProjectId = ArtefactSamples.Project.Id,
        Number = number,
        State = state,
        DraftedAt = Start,
        SendAt = Start,
        WhatChanged = [],
        YouSaidWeDid = [],
    };
}
