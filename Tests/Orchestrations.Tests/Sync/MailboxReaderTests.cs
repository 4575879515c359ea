using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Sync;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Sync;

/// <summary>Reading a mailbox any number of times, in any order, ends in the same state.</summary>
public sealed class MailboxReaderTests
{
    private static readonly Instant Offered = HarbourTrust.Local("2026-06-08T10:00");
    private static readonly Instant Start = HarbourTrust.Local("2026-06-24T10:00");

    private static readonly Meeting Proposed = new()
    {
        Id = new MeetingId(StableId.From("meeting")),
        ProjectId = new ProjectId(StableId.From("project")),
        MemberId = new PanelMemberId(StableId.From("member")),
        Number = 1,
        State = MeetingState.Proposed,
        Offers = [new OfferedTime(Start, 0, "Free.")],
        Start = Start,
        Minutes = 20,
        Reason = "Free.",
        Stage = Stage.StartOut,
        OfferedAt = Offered,
        EventId = "event-1",
        BookedStart = Start,
        ChangeKey = "key-1",
    };

    [Fact]
    public async Task Read_Twice_HasNewsOnce()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Accepted);
        (await trust.ReadMailboxAsync()).ShouldBe(1);
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.MeetingAsync()).State.ShouldBe(MeetingState.Agreed);
    }

    [Fact]
    public async Task Read_OurOwnChanges_AreNoNews()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        var meeting = await trust.MeetingAsync();
        await trust.Clinician(c => c.PickTimeAsync(meeting.Id, meeting.Offers[1].Start, null, HarbourTrust.Token));
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.MeetingAsync()).Start.ShouldBe(meeting.Offers[1].Start);
    }

    [Fact]
    public async Task Read_ReplySeenTwice_IsOneReply()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        await trust.RunToAsync("2026-06-09T10:00");
        trust.Mailer.Reply(HarbourTrust.Bell);
        (await trust.ReadMailboxAsync()).ShouldBe(1);
        await trust.Lead(l => l.HandleReplyAsync(trust.Member, null, HarbourTrust.Token));
        await trust.RunToAsync("2026-06-09T10:05");
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.MemberAsync()).HasUnhandledReply.ShouldBeFalse();
    }

    [Theory]
    [InlineData(IncomingMailKind.Automatic)]
    [InlineData(IncomingMailKind.MeetingResponse)]
    public async Task Read_WhatNobodyWrote_ChangesNothing(IncomingMailKind kind)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Mailer.Receive(HarbourTrust.Bell, kind);
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.MemberAsync()).RepliedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Read_DeliveryFailure_IsOneTask()
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Mailer.Receive(HarbourTrust.Bell, IncomingMailKind.DeliveryFailure);
        (await trust.ReadMailboxAsync()).ShouldBe(1);
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.OpenTasksAsync(TaskKind.DeliveryFailed)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("delta")]
    [InlineData("incoming")]
    public async Task Read_Throttled_LosesNothing(string call)
    {
        await using var trust = await HarbourTrust.BegunAsync();
        trust.Calendar.Answer(trust.Calendar.TheEvent, HarbourTrust.BellAddress, AnswerKind.Declined);
        trust.Troubles.Next(call, Trouble.Throttled);
        (await trust.ReadMailboxAsync()).ShouldBe(0);
        (await trust.ReadMailboxAsync()).ShouldBe(1);
        (await trust.ListAsync<Meeting>(m => m.Number == 1)).ShouldHaveSingleItem().State.ShouldBe(MeetingState.Declined);
    }

    [Fact]
    public void Read_SecretaryAnswers_Counts()
    {
        var seen = Event(Start, "key-2", new AttendeeAnswer(new EmailAddress("reed@harbour.example"), AnswerKind.Accepted, Offered, null));
        EventReading.Read(Proposed, seen, HarbourTrust.BellAddress, new EmailAddress("reed@harbour.example")).ShouldNotBeNull().Meeting.State.ShouldBe(MeetingState.Agreed);
        EventReading.Read(Proposed, seen, HarbourTrust.BellAddress, null).ShouldBeNull();
    }

    [Fact]
    public void Read_TentativeWithoutATime_IsNoAnswer() =>
        EventReading.Read(Proposed, Event(Start, "key-2", new AttendeeAnswer(HarbourTrust.BellAddress, AnswerKind.Tentative, Offered, null)), HarbourTrust.BellAddress, null)
            .ShouldBeNull();

    [Fact]
    public void Read_EventGone_IsCancelled() =>
        EventReading.Read(Proposed, null, HarbourTrust.BellAddress, null).ShouldNotBeNull().Meeting.State.ShouldBe(MeetingState.Cancelled);

    [Fact]
    public void Read_AnyEventAgain_IsNoNewsTheSecondTime() => Gen.Select(
            Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[-1, 2], Gen.Bool)
        .Sample(
            (agreed, answer, moved, days, proposes, cancelled) =>
            {
                var at = moved == 0 ? Start : Start + Duration.FromHours(moved);
                var answered = new AttendeeAnswer(
                    HarbourTrust.BellAddress, (AnswerKind)answer, Offered + Duration.FromDays(days), proposes < 0 ? null : Start + Duration.FromHours(proposes));
                var seen = Event(at, moved == 0 ? "key-1" : "key-2", answered) with { Cancelled = cancelled };
                var meeting = Proposed with { State = agreed ? MeetingState.Agreed : MeetingState.Proposed, AnsweredAt = Offered + Duration.FromDays(1) };

                var first = EventReading.Read(meeting, seen, HarbourTrust.BellAddress, null);
                EventReading.Read(meeting, seen, HarbourTrust.BellAddress, null).ShouldBe(first);
                if (first is not null)
                    EventReading.Read(first.Meeting, seen, HarbourTrust.BellAddress, null).ShouldBeNull();
            },
            iter: 2_000);

    private static CalendarEvent Event(Instant start, string changeKey, params AttendeeAnswer[] answers) =>
        new("event-1", changeKey, start, Duration.FromMinutes(20), false, answers);
}
