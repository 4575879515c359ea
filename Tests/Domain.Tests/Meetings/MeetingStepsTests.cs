using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Tests.Clinicians;
using ClinicalEngagement.Domain.Tests.Scheduling;
using CsCheck;
using NodaTime;

namespace ClinicalEngagement.Domain.Tests.Meetings;

/// <summary>What people may do with a meeting.</summary>
public sealed class MeetingStepsTests
{
    private static readonly Instant First = Ward.Local("2026-06-24T10:00");
    private static readonly Instant Second = Ward.Local("2026-06-25T14:00");

    private static readonly Meeting Proposed = Bell.Meeting(MeetingState.Proposed) with { Offers = [new OfferedTime(First, 0, "SPA."), new OfferedTime(Second, 3, "Admin.")] };

    private static readonly Meeting Agreed = Proposed with { State = MeetingState.Agreed };

    [Fact]
    public void Pick_AnOfferedTime_AgreesToItWithItsReason() => Taken(Proposed, new MeetingStep.Pick(Second, MeetingChannel.Teams)).ShouldSatisfyAllConditions(
        m => m.State.ShouldBe(MeetingState.Agreed), m => m.Start.ShouldBe(Second), m => m.Reason.ShouldBe("Admin."), m => m.ClinicalMinutesAtRisk.ShouldBe(3),
        m => m.Channel.ShouldBe(MeetingChannel.Teams), m => m.Moves.ShouldBe(0));

    [Fact]
    public void Pick_TheSameAgain_ChangesNothing() =>
        MeetingSteps.Take(Agreed, new MeetingStep.Pick(First), Bell.Now, Bell.Options).ShouldBeOfType<StepResult.Nothing>();

    [Fact]
    public void Pick_AnotherOfferedTime_IsAtMostTwice()
    {
        var once = Taken(Agreed, new MeetingStep.Pick(Second));
        var twice = Taken(once, new MeetingStep.Pick(First));
        (once.Moves, twice.Moves).ShouldBe((1, 2));
        Refused(twice, new MeetingStep.Pick(Second)).ShouldBe(StepRefusal.TooLateToMove);
    }

    [Fact]
    public void PickAndPropose_InsideTwoHours_AreRefused()
    {
        Refused(Agreed, new MeetingStep.Pick(Second), "2026-06-24T08:01").ShouldBe(StepRefusal.TooLateToMove);
        Refused(Agreed, new MeetingStep.Propose(Second), "2026-06-24T08:01").ShouldBe(StepRefusal.TooLateToMove);
        Taken(Agreed, new MeetingStep.Pick(Second), "2026-06-24T08:00").Start.ShouldBe(Second);
        Taken(Agreed, new MeetingStep.Decline(), "2026-06-24T09:59").State.ShouldBe(MeetingState.Declined, "no is always possible");
    }

    [Theory]
    [InlineData("2026-06-08T12:00", StepRefusal.TooSoon)]
    [InlineData("2026-09-01T10:00", StepRefusal.TooFarAhead)]
    public void Propose_TooSoonOrBeyondTwelveWeeks_IsRefused(string time, StepRefusal why) =>
        Refused(Proposed, new MeetingStep.Propose(Ward.Local(time))).ShouldBe(why);

    [Fact]
    public void Propose_WithinTwelveWeeks_WaitsToBeConsidered() =>
        Taken(Proposed, new MeetingStep.Propose(Ward.Local("2026-08-30T10:00"))).ShouldSatisfyAllConditions(
            m => m.State.ShouldBe(MeetingState.Proposed), m => m.CounterProposal.ShouldBe(Ward.Local("2026-08-30T10:00")));

    [Fact]
    public void Settle_AnyTimeAhead_IsAgreedThroughTheSecretary() =>
        Taken(Proposed, new MeetingStep.Settle(Ward.Local("2026-07-02T16:00"), MeetingChannel.Phone)).ShouldSatisfyAllConditions(
            m => m.State.ShouldBe(MeetingState.Agreed), m => m.Reason.ShouldBe("The time you agreed on."), m => m.Channel.ShouldBe(MeetingChannel.Phone));

    [Fact]
    public void Decline_WithAReason_KeepsIt() => Taken(Proposed, new MeetingStep.Decline("A list that day.")).DeclineReason.ShouldBe("A list that day.");

    [Fact]
    public void Moved_ToATimeAhead_IsAgreedForIt() => Taken(Agreed, new MeetingStep.Moved(Ward.Local("2026-07-01T10:00")), "2026-06-24T10:30").ShouldSatisfyAllConditions(
        m => m.State.ShouldBe(MeetingState.Agreed), m => m.Start.ShouldBe(Ward.Local("2026-07-01T10:00")), m => m.OutcomeAt.ShouldBeNull(), m => m.Moves.ShouldBe(0));

    [Fact]
    public void Moved_ToATimeThatHasPassed_TookPlaceThen() => Taken(Agreed, new MeetingStep.Moved(Ward.Local("2026-06-24T16:00")), "2026-06-25T10:00").ShouldSatisfyAllConditions(
        m => m.State.ShouldBe(MeetingState.Held), m => m.Start.ShouldBe(Ward.Local("2026-06-24T16:00")), m => m.OutcomeAt.ShouldNotBeNull());

    [Fact]
    public void Outcome_BeforeItBeganOrOfWhatWasNeverAgreed_IsRefused()
    {
        Refused(Agreed, new MeetingStep.TookPlace(), "2026-06-24T09:59").ShouldBe(StepRefusal.NotYetHeld);
        Refused(Proposed, new MeetingStep.DidNotTakePlace(), "2026-06-24T10:30").ShouldBe(StepRefusal.NotAgreed);
    }

    [Fact]
    public void Take_AnyStep_EndsInAStateItMayEndInAndTwiceIsOnce() => Tape.Gen(6, 30).Sample(
        tape =>
        {
            var now = tape.Near(Bell.Now);
            var meeting = Proposed with { State = (MeetingState)tape.Pick(8), Moves = tape.Pick(4), OutcomeAt = tape.Maybe(() => now) };
            var time = tape.Once(2) ? First : tape.Near(now);
            var channel = (MeetingChannel)tape.Pick(4);
            MeetingStep step = tape.Pick(7) switch
            {
                0 => new MeetingStep.Pick(time, channel),
                1 => new MeetingStep.Propose(time),
                2 => new MeetingStep.Decline(),
                3 => new MeetingStep.Settle(time, channel),
                4 => new MeetingStep.TookPlace(),
                5 => new MeetingStep.DidNotTakePlace(),
                _ => new MeetingStep.Moved(time),
            };
            if (MeetingSteps.Take(meeting, step, now, Bell.Options) is not StepResult.Taken { Meeting: var next })
                return;
            meeting.IsOpen.ShouldBeTrue("what has ended is not changed");
            next.State.ShouldBeOneOf(MeetingState.Offered, MeetingState.Proposed, MeetingState.Agreed, MeetingState.Declined, MeetingState.Held, MeetingState.NotHeld);
            (next.OutcomeAt is not null).ShouldBe(next.State is MeetingState.Held or MeetingState.NotHeld || meeting.OutcomeAt is not null);
            if (next.State == MeetingState.Agreed && next.Start != meeting.Start)
                next.Start.ShouldBeGreaterThan(now);
            if (step is MeetingStep.Pick && MeetingSteps.Take(next, step, now, Bell.Options) is StepResult.Taken)
                throw new InvalidOperationException("picked twice, moved twice");
        },
        iter: Sweep.Of(5_000));

    private static Meeting Taken(Meeting meeting, MeetingStep step, string at = "2026-06-08T10:00") =>
        MeetingSteps.Take(meeting, step, Ward.Local(at), Bell.Options).ShouldBeOfType<StepResult.Taken>().Meeting;

    private static StepRefusal Refused(Meeting meeting, MeetingStep step, string at = "2026-06-08T10:00") =>
        MeetingSteps.Take(meeting, step, Ward.Local(at), Bell.Options).ShouldBeOfType<StepResult.Refused>().Why;
}
