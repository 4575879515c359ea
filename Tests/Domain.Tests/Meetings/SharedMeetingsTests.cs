using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Tests.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>Frailty joins the falls clinic's meeting with Dr Bell.</summary>
public sealed class SharedMeetingsTests
{
    private static readonly Meeting Own = Bell.Meeting(MeetingState.Proposed) with { CounterProposal = Ward.Local("2026-06-25T10:00"), ClinicalMinutesAtRisk = 5 };

    private static Meeting Theirs(MeetingState state) => Bell.Meeting(state, start: "2026-06-26T14:00") with
    {
        Id = new MeetingId(StableId.From("theirs")),
        Minutes = 30,
        Channel = MeetingChannel.Teams,
    };

    [Fact]
    public void Join_TakesTheirTimeAndHasNoEventOfItsOwn()
    {
        var joined = SharedMeetings.Join(Own, Theirs(MeetingState.Proposed));

        (joined.SharedWith, joined.Start, joined.Minutes, joined.Channel, joined.State).ShouldBe(
            (Theirs(MeetingState.Proposed).Id, Ward.Local("2026-06-26T14:00"), 30, MeetingChannel.Teams, MeetingState.Proposed));
        (joined.EventId, joined.BookedStart, joined.CounterProposal).ShouldBe((null, null, null));
        joined.ClinicalMinutesAtRisk.ShouldBe(0, "counted where it is held");
        joined.Id.ShouldBe(Own.Id);
    }

    [Theory]
    [InlineData(MeetingState.Proposed, null)]
    [InlineData(MeetingState.Agreed, MeetingState.Agreed)]
    [InlineData(MeetingState.Held, MeetingState.Agreed)]
    [InlineData(MeetingState.NotHeld, MeetingState.Agreed)]
    [InlineData(MeetingState.Declined, MeetingState.Declined)]
    [InlineData(MeetingState.Withdrawn, MeetingState.Withdrawn)]
    [InlineData(MeetingState.Cancelled, MeetingState.Cancelled)]
    public void Next_TheirsHasChanged_Follows(MeetingState theirs, MeetingState? becomes)
    {
        var joined = SharedMeetings.Join(Own, Theirs(MeetingState.Proposed));
        var facts = Bell.Facts(joined) with { SharedMeeting = Theirs(theirs) };

        var next = facts.Next("2026-06-09T10:00");

        if (becomes is { } state)
            next.ShouldBeOfType<Follow>().Meeting.ShouldBe(joined with { State = state });
        else
            next.ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_TheirsIsGone_IsCancelled() =>
        Bell.Facts(SharedMeetings.Join(Own, Theirs(MeetingState.Proposed))).Next("2026-06-09T10:00").ShouldBeOfType<Follow>().Meeting.State.ShouldBe(MeetingState.Cancelled);

    [Fact]
    public void Next_WhilePausedOrWithAReplyUnread_FollowsAllTheSame()
    {
        var facts = Bell.Facts(SharedMeetings.Join(Own, Theirs(MeetingState.Proposed))) with
        {
            SharedMeeting = Theirs(MeetingState.Agreed),
            Member = Bell.Member with { RepliedAt = Bell.Now },
            Project = Bell.Project with { State = ProjectState.Paused },
        };

        facts.Next("2026-06-09T10:00").ShouldBeOfType<Follow>();
    }

    /// <summary>The event and the look at the calendars are the other project's; the brief and the outcome are each one's own.</summary>
    [Fact]
    public void Next_Agreed_OnlyBriefsAndAsksWhatCameOfIt()
    {
        var theirs = Theirs(MeetingState.Agreed);
        var joined = SharedMeetings.Join(Own, theirs);
        var facts = Bell.Facts(joined) with { SharedMeeting = theirs };

        facts.Next("2026-06-09T10:00").ShouldBeOfType<Wait>();
        var brief = facts.Next("2026-06-25T08:00").ShouldBeOfType<Brief>();
        var briefed = facts with { Effects = [Bell.Effect(EffectKind.SendBrief, ClinicianProtocol.BriefCause(brief.Meeting))] };
        briefed.Next("2026-06-25T09:00").ShouldBe(new Wait(joined.End));
        briefed.Next("2026-06-26T15:00").ShouldAsk(TaskKind.RecordOutcome);
    }

    /// <summary>Two weeks without an answer: whose meeting it is reminds, rings and withdraws.</summary>
    [Fact]
    public void Next_UnansweredForWeeks_LeavesTheRemindingToTheOther()
    {
        var theirs = Theirs(MeetingState.Proposed);
        var facts = Bell.Facts(SharedMeetings.Join(Own, theirs)) with { SharedMeeting = theirs, Effects = Bell.Invited(Own) };

        foreach (var day in new[] { "2026-06-15T10:00", "2026-06-18T10:00", "2026-06-25T10:00" })
            facts.Next(day).ShouldBe(new Wait(null));
    }

    [Fact]
    public void Next_TheirsCameToClash_OtherTimesAreLookedFor()
    {
        var lost = Theirs(MeetingState.Cancelled) with { LostAt = Bell.Now };
        var followed = Bell.Facts(SharedMeetings.Join(Own, Theirs(MeetingState.Proposed))) with { SharedMeeting = lost };
        var ended = followed.Next("2026-06-09T10:00").ShouldBeOfType<Follow>().Meeting;

        Bell.Facts(ended).Next("2026-06-09T10:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_SomebodyJoins_TheEventIsChangedOnce()
    {
        var agreed = Bell.Meeting(MeetingState.Agreed) with { Guest = new Person("Owen Hart", new EmailAddress("owen@harbour.example")) };

        var facts = Bell.Facts(agreed) with { Effects = Bell.Invited(agreed) };

        facts.Next("2026-06-09T10:00").ShouldBe(new Move(agreed));
        (facts with { Effects = [.. facts.Effects, Bell.Effect(EffectKind.MoveMeeting, ClinicianProtocol.MoveCause(agreed))] }).Next("2026-06-09T10:00").ShouldBeOfType<Wait>();
        ClinicianProtocol.MoveCause(agreed).ShouldNotBe(ClinicianProtocol.MoveCause(agreed with { Guest = null }));
        Bell.Facts(agreed with { BookedGuest = agreed.Guest!.Email }).Next("2026-06-09T10:00").ShouldBeOfType<Wait>();
    }

    [Fact]
    public void Take_AnyStepWithItsTime_IsForTheOtherProject()
    {
        var joined = SharedMeetings.Join(Own, Theirs(MeetingState.Agreed));
        MeetingStep[] steps = [new MeetingStep.Pick(joined.Start), new MeetingStep.Propose(joined.Start), new MeetingStep.Decline(), new MeetingStep.Settle(joined.Start)];

        foreach (var step in steps)
            MeetingSteps.Take(joined, step, Bell.Now, Bell.Options).ShouldBe(new StepResult.Refused(StepRefusal.HeldInAnother));
        var after = joined.End + Duration.FromHours(1);
        MeetingSteps.Take(joined, new MeetingStep.Moved(after + Duration.FromDays(3)), after, Bell.Options).ShouldBe(new StepResult.Refused(StepRefusal.HeldInAnother));
        MeetingSteps.Take(joined, new MeetingStep.TookPlace(), after, Bell.Options).ShouldBeOfType<StepResult.Taken>().Meeting.State.ShouldBe(MeetingState.Held);
    }
}
