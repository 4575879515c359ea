using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Tests.Scheduling;
using NodaTime;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>As a clinician or a lead would tell it.</summary>
public sealed class ClinicianProtocolTests
{
    [Fact]
    public void Next_NothingYet_FindsTimes() => Bell.Facts().Next("2026-06-08T10:00").ShouldBeOfType<FindTimes>();

    [Fact]
    public void Next_TimesFound_Invites()
    {
        var meeting = Bell.Meeting(MeetingState.Offered);
        Bell.Facts(meeting).Next("2026-06-08T10:00").ShouldBe(new Invite(meeting));
    }

    [Theory]
    [InlineData("2026-06-08T18:00", "2026-06-09T08:00")]
    [InlineData("2026-06-08T07:59", "2026-06-08T08:00")]
    [InlineData("2026-06-12T19:00", "2026-06-15T08:00")]
    [InlineData("2026-06-13T12:00", "2026-06-15T08:00")]
    public void Next_TimesFoundOutsideWorkingTime_WaitsForTheMorning(string now, string until) =>
        Bell.Facts(Bell.Meeting(MeetingState.Offered, offered: now)).Next(now).ShouldWaitUntil(until);

    [Fact]
    public void Next_QuietPeriod_WaitsForItsEnd()
    {
        var options = Bell.Options with { QuietPeriods = [new QuietPeriod(new(2026, 6, 8), new(2026, 6, 9), "Changeover of doctors")] };
        ClinicianProtocol.Next(Bell.Facts(Bell.Meeting(MeetingState.Offered)), Bell.Now, options).ShouldWaitUntil("2026-06-10T08:00");
    }

    [Fact]
    public void Next_TwoMessagesFromOtherProjects_WaitsUntilTheCapLetsOneThrough()
    {
        var facts = Bell.Facts(Bell.Meeting(MeetingState.Offered)) with
        {
            UnaskedMessages = [Ward.Local("2026-06-04T09:00"), Ward.Local("2026-06-01T09:00")],
        };
        facts.Next("2026-06-08T10:00").ShouldWaitUntil("2026-06-15T09:00");
        facts.Next("2026-06-15T09:00").ShouldBeOfType<Invite>();
    }

    [Fact]
    public void Next_FirstMessagesHeld_AsksTheLeadOnceAndSendsOnTheirWord()
    {
        var held = Bell.Facts(Bell.Meeting(MeetingState.Offered)) with { Project = Bell.Project with { FirstMessages = FirstMessages.Hold } };

        var asked = held.With(held.Next("2026-06-08T10:00").ShouldAsk(TaskKind.ApproveFirstMessage));

        asked.Next("2026-06-08T10:00").ShouldBeOfType<Wait>();
        (asked with { Member = asked.Member with { FirstMessageApprovedAt = Bell.Now } }).Next("2026-06-08T10:01").ShouldBeOfType<Invite>();
    }

    [Fact]
    public void Next_HeldUntilTheTimesAreTooNear_WakesAndLooksForNewOnes()
    {
        var held = Bell.Facts(Bell.Meeting(MeetingState.Offered)) with { Project = Bell.Project with { FirstMessages = FirstMessages.Hold } };
        var asked = held.With(held.Next("2026-06-08T10:00").ShouldAsk(TaskKind.ApproveFirstMessage));

        var wake = asked.Next("2026-06-08T10:00").ShouldBeOfType<Wait>().Until.ShouldNotBeNull();

        wake.ShouldBeGreaterThan(Ward.Local("2026-06-17T00:00"));
        wake.ShouldBeLessThan(Ward.Local("2026-06-20T00:00"));
        ClinicianProtocol.Next(asked, wake, Bell.Options).ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_PlanWithoutPatientBenefit_MeetsNobody() =>
        (Bell.Facts() with { Project = Bell.Project with { Plan = new Plan { PatientBenefit = " " } } }).Next("2026-06-08T10:00").ShouldWaitUntil(null);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Next_PlanWithBenefitOnly_MeetsTheFirstThree(int order, bool meets)
    {
        var facts = Bell.Facts() with
        {
            Project = Bell.Project with { Plan = new Plan { PatientBenefit = "Home the same day." } },
            Member = Bell.Member with { Order = order },
        };
        (facts.Next("2026-06-08T10:00") is FindTimes).ShouldBe(meets);
    }

    [Fact]
    public void Next_PlanCutBackAfterTheInvitation_StillLooksAfterTheMeeting()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed);
        var facts = Bell.Facts(meeting) with { Project = Bell.Project with { Plan = new Plan { PatientBenefit = "" } }, Effects = Bell.Checked(meeting) };
        facts.Next("2026-06-23T08:00").ShouldBe(new Brief(meeting));
    }

    [Fact]
    public void Next_SilentForFiveWorkingDays_RemindsOnce()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var silent = Bell.Facts(meeting) with { Effects = [.. Bell.Invited(meeting), .. Bell.Checked(meeting)] };

        silent.Next("2026-06-12T17:00").ShouldWaitUntil("2026-06-15T10:00");
        silent.Next("2026-06-15T10:00").ShouldBe(new Remind(meeting));
        var reminded = silent with { Effects = [.. silent.Effects, Bell.Effect(EffectKind.SendReminder, meeting.Id.ToString(), at: "2026-06-15T10:00")] };
        reminded.Next("2026-06-15T10:00").ShouldWaitUntil("2026-06-18T10:00");
    }

    [Fact]
    public void Next_ReminderOvertakenByAReply_IsNotDecidedAgain()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var facts = Bell.Facts(meeting) with
        {
            Effects = [.. Bell.Invited(meeting), Bell.Effect(EffectKind.SendReminder, meeting.Id.ToString(), EffectState.Dropped, "2026-06-15T10:00")],
            Member = Bell.Member with { RepliedAt = Ward.Local("2026-06-15T10:00"), ReplyHandledAt = Ward.Local("2026-06-15T12:00") },
        };
        facts.Next("2026-06-15T12:00").ShouldWaitUntil("2026-06-18T10:00");
    }

    [Fact]
    public void Next_SecondOfferIsOut_SendsNoReminder()
    {
        var first = Bell.Meeting(MeetingState.Declined);
        var second = Bell.Meeting(MeetingState.Proposed, 2, "2026-06-30T10:00", "2026-06-10T10:00");
        var facts = Bell.Facts(first, second) with
        {
            Effects = [.. Bell.Invited(first), Bell.Effect(EffectKind.SendOtherTimes, ClinicianProtocol.OfferCause(second))],
        };
        facts.Next("2026-06-17T10:00").ShouldWaitUntil("2026-06-22T10:00");
    }

    [Fact]
    public void Next_SilentForEightWorkingDays_AsksTheLeadToRingTheSecretary()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var reminded = Bell.Facts(meeting) with { Effects = [.. Bell.Invited(meeting), Bell.Effect(EffectKind.SendReminder, meeting.Id.ToString())] };

        var ask = reminded.Next("2026-06-18T10:00").ShouldAsk(TaskKind.RingSecretary);

        ask.What.ShouldContain("{secretary}", Case.Sensitive, "the name and the number are looked up when it is shown");
        reminded.With(ask).Next("2026-06-18T10:00").ShouldWaitUntil("2026-06-22T10:00");
    }

    [Fact]
    public void Next_SilentTwoWorkingDaysBefore_WithdrawsAndLeavesTheRestToTheLead()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var end = Bell.Facts(meeting).Next("2026-06-22T10:00").ShouldBeOfType<End>();
        end.State.ShouldBe(MeetingState.Withdrawn);

        var withdrawn = Bell.Facts(meeting with { State = MeetingState.Withdrawn });
        var ask = withdrawn.Next("2026-06-22T10:00").ShouldAsk(TaskKind.InvitationWithdrawn);
        withdrawn.With(ask).Next("2026-06-22T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_ClinicianReplied_SendsNoReminder()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var replied = Bell.Facts(meeting) with
        {
            Effects = [.. Bell.Invited(meeting), .. Bell.Checked(meeting)],
            Member = Bell.Member with { RepliedAt = Ward.Local("2026-06-10T21:14") },
        };

        var ask = replied.Next("2026-06-15T10:00").ShouldAsk(TaskKind.ReadReply);
        replied.With(ask).Next("2026-06-15T10:00").ShouldWaitUntil(null);
        (replied with { Member = replied.Member with { ReplyHandledAt = Ward.Local("2026-06-16T09:00") } }).Next("2026-06-16T09:00").ShouldBeOfType<Remind>();
    }

    [Fact]
    public void Next_RepliedBeforeAnAgreedMeeting_StillAsksForItsOutcome()
    {
        var replied = Bell.Facts(Bell.Meeting(MeetingState.Agreed)) with { Member = Bell.Member with { RepliedAt = Bell.Now } };
        var asked = replied.With(replied.Next("2026-06-08T10:00").ShouldAsk(TaskKind.ReadReply));
        asked.Next("2026-06-08T10:00").ShouldWaitUntil("2026-06-24T10:20");
        asked.Next("2026-06-24T10:20").ShouldAsk(TaskKind.RecordOutcome);
    }

    [Fact]
    public void Next_Declined_FindsOtherTimesAndOffersThemOnce()
    {
        var declined = Bell.Meeting(MeetingState.Declined) with { AnsweredAt = Ward.Local("2026-06-09T09:00") };
        Bell.Facts(declined).Next("2026-06-09T09:00").ShouldBeOfType<FindTimes>();

        var second = Bell.Meeting(MeetingState.Offered, 2, "2026-06-25T10:00", "2026-06-09T09:00");
        (Bell.Facts(declined, second) with { Effects = Bell.Invited(declined) }).Next("2026-06-09T09:00").ShouldBe(new OfferAgain(second, OfferReason.Declined));
    }

    [Fact]
    public void Next_DeclinedTwice_AsksTheLeadAndSendsNothing()
    {
        var facts = Bell.Facts(Bell.Meeting(MeetingState.Declined), Bell.Meeting(MeetingState.Declined, 2));
        var ask = facts.Next("2026-06-12T10:00").ShouldAsk(TaskKind.TwiceDeclined);
        facts.With(ask).Next("2026-06-12T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_DeclinedOnceAndSpokenWith_ChasesNobodyAndClaimsNothing()
    {
        var facts = Bell.Facts(Bell.Meeting(MeetingState.Declined)) with { Member = Bell.Member with { SpokenAt = Bell.Now } };
        facts.Next("2026-06-12T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_NotNow_WaitsTheMonthAndThenLooksAgain()
    {
        var facts = Bell.Facts(Bell.Meeting(MeetingState.Declined) with { AnsweredAt = Bell.Now }) with
        {
            Member = Bell.Member with { PausedUntil = Ward.Local("2026-07-08T08:00") },
        };
        facts.Next("2026-06-08T10:00").ShouldWaitUntil("2026-07-08T08:00");
        facts.Next("2026-07-08T08:00").ShouldBeOfType<FindTimes>();
    }

    [Theory]
    [InlineData(MeetingState.Offered)]
    [InlineData(MeetingState.Proposed)]
    [InlineData(MeetingState.Agreed)]
    public void Next_NoMore_TakesTheMeetingOutOfTheDiaryAndEnds(MeetingState state)
    {
        var facts = Bell.Facts(Bell.Meeting(state)) with { Clinician = Bell.Clinician with { NoMoreAt = Bell.Now } };
        facts.Next("2026-06-09T03:00").ShouldBeOfType<End>().State.ShouldBe(MeetingState.Cancelled);
        (facts with { Meetings = [facts.Meetings[0] with { State = MeetingState.Cancelled }] }).Next("2026-06-09T03:00").ShouldBeOfType<Finished>();
    }

    [Fact]
    public void Next_ProjectClosed_CancelsWhatIsAheadAndLeavesWhatIsUnderWay()
    {
        var facts = Bell.Facts(Bell.Meeting(MeetingState.Agreed)) with { Project = Bell.Project with { State = ProjectState.Closed } };
        facts.Next("2026-06-24T09:59").ShouldBeOfType<End>().Words.ShouldContain("closed");
        facts.Next("2026-06-24T10:00").ShouldBeOfType<Finished>();
    }

    [Fact]
    public void Next_LeftThePanel_Ends() =>
        (Bell.Facts() with { Member = Bell.Member with { LeftAt = Bell.Now } }).Next("2026-06-09T10:00").ShouldBeOfType<Finished>();

    [Fact]
    public void Next_OtherTimeProposed_ConsidersItBeforeAnythingElse()
    {
        var proposed = Ward.Local("2026-06-26T15:00");
        var meeting = Bell.Meeting(MeetingState.Proposed) with { CounterProposal = proposed, AnsweredAt = Bell.Now };
        Bell.Facts(meeting).Next("2026-06-16T10:00").ShouldBe(new ConsiderProposal(meeting, proposed));
    }

    [Fact]
    public void Next_OtherTimeWithAPerson_NeitherConsidersAgainNorWithdraws()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed) with { CounterProposal = Ward.Local("2026-06-26T15:00"), AnsweredAt = Bell.Now };
        var handedOver = Bell.Facts(meeting) with
        {
            Effects = [Bell.Effect(EffectKind.ConsiderProposal, ClinicianProtocol.ProposalCause(meeting), EffectState.Uncertain)],
        };
        handedOver.Next("2026-06-22T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_AnotherOfferedTimePicked_MovesTheEvent()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed) with { Start = Ward.Local("2026-06-25T14:00") };
        Bell.Facts(meeting).Next("2026-06-16T10:00").ShouldBe(new Move(meeting));
    }

    [Fact]
    public void Next_MoveRefused_LeavesItToThePersonAndBriefsAllTheSame()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed) with { Start = Ward.Local("2026-06-25T14:00") };
        var refused = Bell.Facts(meeting) with
        {
            Effects = [Bell.Effect(EffectKind.MoveMeeting, ClinicianProtocol.MoveCause(meeting), EffectState.Uncertain)],
        };
        refused.Next("2026-06-16T10:00").ShouldWaitUntil("2026-06-22T08:00");
    }

    [Fact]
    public void MoveCause_ThereBackAndThereAgain_IsNewEachTime()
    {
        var there = Bell.Meeting(MeetingState.Agreed) with { Start = Ward.Local("2026-06-25T14:00"), AnsweredAt = Ward.Local("2026-06-10T09:00") };
        var thereAgain = there with { AnsweredAt = Ward.Local("2026-06-12T09:00") };
        ClinicianProtocol.MoveCause(thereAgain).ShouldNotBe(ClinicianProtocol.MoveCause(there));
    }

    [Fact]
    public void Next_DayBeforeTheMeeting_BriefsOnce()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed);
        Bell.Facts(meeting).Next("2026-06-16T10:00").ShouldWaitUntil("2026-06-19T08:00");
        Bell.Facts(meeting).Next("2026-06-19T08:00").ShouldBeOfType<CheckSlot>();
        (Bell.Facts(meeting) with { Effects = Bell.Checked(meeting) }).Next("2026-06-19T08:00").ShouldWaitUntil("2026-06-23T08:00");
        Bell.Facts(meeting).Next("2026-06-23T08:00").ShouldBeOfType<CheckSlot>();
        (Bell.Facts(meeting) with { Effects = Bell.Checked(meeting) }).Next("2026-06-23T08:00").ShouldBe(new Brief(meeting));
        (Bell.Facts(meeting) with { Effects = [Bell.Effect(EffectKind.SendBrief, ClinicianProtocol.BriefCause(meeting))] })
            .Next("2026-06-23T08:00").ShouldWaitUntil("2026-06-24T10:20");
    }

    [Fact]
    public void Next_AgreedAtTheLastMinute_SendsNoBrief() =>
        Bell.Facts(Bell.Meeting(MeetingState.Agreed)).Next("2026-06-24T08:30").ShouldWaitUntil("2026-06-24T10:20");

    [Fact]
    public void Next_AfterTheMeeting_AsksForTheOutcomeAndRemindsTheLeadOnce()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed);
        var ask = Bell.Facts(meeting).Next("2026-06-24T10:20").ShouldAsk(TaskKind.RecordOutcome);
        var asked = Bell.Facts(meeting).With(ask);

        asked.Next("2026-06-24T10:20").ShouldWaitUntil("2026-06-26T08:00");
        asked.Next("2026-06-26T08:00").ShouldBe(new RemindLead(meeting));
        (asked with { Effects = [Bell.Effect(EffectKind.SendOutcomeReminder, ClinicianProtocol.BriefCause(meeting))] }).Next("2026-06-26T08:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_ConcernAnswered_SendsTheResponseEvenWhilePaused()
    {
        var concern = new Concern
        {
            Id = new ConcernId(StableId.From("concern")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Concern,
            Words = "Who covers the ward?",
            RaisedAt = Bell.Now,
            DueAt = Bell.Now,
            Response = "The registrar does.",
            RespondedAt = Ward.Local("2026-06-09T10:00"),
        };
        var paused = Bell.Facts() with { Project = Bell.Project with { State = ProjectState.Paused }, Concerns = [concern] };

        paused.Next("2026-06-09T10:00").ShouldBe(new Respond(concern));
        (paused with { Effects = [Bell.Effect(EffectKind.SendResponse, ClinicianProtocol.ResponseCause(concern))] }).Next("2026-06-09T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_ClosedWithAnUnansweredConcern_WaitsForTheAnswerAndSendsIt()
    {
        var raised = new Concern
        {
            Id = new ConcernId(StableId.From("concern")),
            ProjectId = Bell.Project.Id,
            MemberId = Bell.Member.Id,
            Kind = ConcernKind.Concern,
            Words = "Who covers the ward?",
            RaisedAt = Bell.Now,
            DueAt = Bell.Now,
        };
        var closed = Bell.Facts() with { Project = Bell.Project with { State = ProjectState.Closed }, Concerns = [raised] };
        closed.Next("2026-06-09T10:00").ShouldBe(new Wait(null));

        var answered = raised with { Response = "The registrar does.", RespondedAt = Ward.Local("2026-06-09T10:00") };
        closed = closed with { Concerns = [answered] };
        closed.Next("2026-06-09T10:00").ShouldBe(new Respond(answered));
        closed = closed with { Effects = [Bell.Effect(EffectKind.SendResponse, ClinicianProtocol.ResponseCause(answered))] };
        closed.Next("2026-06-09T10:00").ShouldBe(new Wait(null));
        (closed with { Concerns = [answered with { ClosedAt = Bell.Now }] }).Next("2026-06-09T10:00").ShouldBeOfType<Finished>();
    }

    [Fact]
    public void Next_Paused_SendsNothing()
    {
        var paused = Bell.Facts(Bell.Meeting(MeetingState.Proposed)) with { Project = Bell.Project with { State = ProjectState.Paused } };
        paused.Next("2026-06-16T10:00").ShouldWaitUntil(null);
        (paused with { Meetings = [] }).Next("2026-06-16T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_PausedBeforeAnAgreedMeeting_StillAsksForItsOutcome()
    {
        var paused = Bell.Facts(Bell.Meeting(MeetingState.Agreed)) with { Project = Bell.Project with { State = ProjectState.Paused } };
        paused.Next("2026-06-16T10:00").ShouldWaitUntil("2026-06-24T10:20");
        paused.Next("2026-06-24T10:20").ShouldAsk(TaskKind.RecordOutcome);
    }

    [Fact]
    public void Next_NoTimesFound_AsksTheLeadAndLooksAgainInAWeek()
    {
        var none = Bell.Facts() with { Member = Bell.Member with { NoTimesAt = Bell.Now, NoTimesReason = "their calendar cannot be read." } };
        var ask = none.Next("2026-06-08T10:00").ShouldAsk(TaskKind.FindTimeByHand);
        ask.What.ShouldContain("cannot be read");

        none.With(ask).Next("2026-06-08T10:00").ShouldWaitUntil("2026-06-15T10:00");
        none.With(ask).Next("2026-06-15T10:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_OfferTakenMeanwhileAndNoOtherTimes_AsksTheLeadAndLooksAgainInAWeek()
    {
        var meeting = Bell.Meeting(MeetingState.Offered) with { OfferVoid = true };
        var search = Bell.Facts(meeting).Next("2026-06-08T11:00").ShouldBeOfType<FindTimes>();
        var none = Bell.Facts(meeting) with
        {
            Effects = [Bell.Effect(EffectKind.FindTimes, search.Cause)],
            Member = Bell.Member with { NoTimesAt = Ward.Local("2026-06-08T11:00"), NoTimesReason = "no time is free." },
        };

        var ask = none.Next("2026-06-08T11:00").ShouldAsk(TaskKind.FindTimeByHand);
        none.With(ask).Next("2026-06-08T11:00").ShouldWaitUntil("2026-06-15T11:00");
        none.With(ask).Next("2026-06-15T11:00").ShouldBeOfType<FindTimes>().Cause.ShouldNotBe(search.Cause);
    }

    [Fact]
    public void Next_SearchGivenToAPerson_IsNotDecidedAgainUntilTheLeadAsksForAMeeting()
    {
        var search = Bell.Facts().Next("2026-06-08T10:00").ShouldBeOfType<FindTimes>();
        var failed = Bell.Facts() with { Effects = [Bell.Effect(EffectKind.FindTimes, search.Cause, EffectState.Uncertain)] };

        failed.Next("2026-06-09T10:00").ShouldWaitUntil(null);
        (failed with { Member = failed.Member with { MeetingWantedAt = Ward.Local("2026-06-09T10:00") } }).Next("2026-06-09T10:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_BookingOvertakenByAPause_LooksForNewTimesWhenItGoesOn()
    {
        var meeting = Bell.Meeting(MeetingState.Offered);
        var dropped = Bell.Facts(meeting) with { Effects = [Bell.Effect(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(meeting), EffectState.Dropped)] };
        dropped.Next("2026-06-09T10:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_BookingGivenToAPerson_Waits()
    {
        var meeting = Bell.Meeting(MeetingState.Offered);
        var failed = Bell.Facts(meeting) with { Effects = [Bell.Effect(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(meeting), EffectState.Uncertain)] };
        failed.Next("2026-06-09T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_SpokenWith_LooksForNoTimesUntilTheLeadAsksForAMeeting()
    {
        var spoken = Bell.Facts() with { Member = Bell.Member with { SpokenAt = Bell.Now } };
        spoken.Next("2026-06-08T10:00").ShouldWaitUntil(null);
        (spoken with { Member = spoken.Member with { MeetingWantedAt = Ward.Local("2026-06-09T10:00") } }).Next("2026-06-09T10:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_MeetingDidNotTakePlace_LooksForNewTimes()
    {
        var outcome = Ward.Local("2026-06-24T12:00");
        var facts = Bell.Facts(Bell.Meeting(MeetingState.NotHeld) with { OutcomeAt = outcome }) with
        {
            Member = Bell.Member with { MeetingWantedAt = outcome + Duration.FromMilliseconds(1) },
        };
        facts.Next("2026-06-24T12:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_Met_LeavesThemAlone() => Bell.Facts(Bell.Meeting(MeetingState.Held)).Next("2026-07-24T12:00").ShouldWaitUntil(null);

    [Fact]
    public void Next_CancelledInOutlook_AsksTheLeadAndSendsNothing()
    {
        var facts = Bell.Facts(Bell.Meeting(MeetingState.Cancelled));
        var ask = facts.Next("2026-06-12T10:00").ShouldAsk(TaskKind.MeetingCancelled);
        facts.With(ask).Next("2026-06-12T10:00").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_AgreedByReplyBeforeTheInvitationWasOut_PutsItIntoTheCalendar()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed) with { EventId = null, BookedStart = null, ProposedAt = null };
        Bell.Facts(meeting).Next("2026-06-09T10:00").ShouldBe(new Book(meeting));
        (Bell.Facts(meeting) with { Effects = [Bell.Effect(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(meeting), EffectState.Uncertain)] })
            .Next("2026-06-09T10:00").ShouldWaitUntil("2026-06-19T08:00");
    }

    [Fact]
    public void Next_ReminderDue_LooksAtTheTimeOnceMoreFirst()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var silent = Bell.Facts(meeting) with { Effects = Bell.Invited(meeting) };
        silent.Next("2026-06-15T10:00").ShouldBe(new CheckSlot(meeting, ClinicianProtocol.CheckCause(meeting, "reminder")));
    }

    [Theory]
    [InlineData(MeetingState.Proposed)]
    [InlineData(MeetingState.Agreed)]
    public void Next_TimeHasBecomeClinical_IsGivenUpWithAnApologyAndNewTimesAreOwed(MeetingState state)
    {
        var lost = Bell.Meeting(state) with { LostAt = Ward.Local("2026-06-19T08:00") };
        var invited = Bell.Facts(lost) with { Effects = Bell.Invited(lost) };
        var end = invited.Next("2026-06-19T08:00").ShouldBeOfType<End>();
        end.State.ShouldBe(MeetingState.Cancelled);
        end.Words.ShouldStartWith("I am sorry");

        var given = lost with { State = MeetingState.Cancelled };
        (invited with { Meetings = [given] }).Next("2026-06-19T08:01").ShouldBeOfType<FindTimes>();
        var second = Bell.Meeting(MeetingState.Offered, 2, "2026-07-01T10:00", "2026-06-19T08:01");
        var capped = invited with { Meetings = [given, second], UnaskedMessages = [Ward.Local("2026-06-18T10:00"), Ward.Local("2026-06-15T10:00")] };
        capped.Next("2026-06-19T08:02").ShouldBe(new OfferAgain(second, OfferReason.TimeLost), "a changed time answers them, so the cap does not hold it back");
    }

    [Fact]
    public void Next_SpokenWithAfterTheInvitation_ChasesNoMoreAndWithdrawsWithOtherWords()
    {
        var meeting = Bell.Meeting(MeetingState.Proposed);
        var spoken = Bell.Facts(meeting) with { Effects = Bell.Invited(meeting), Member = Bell.Member with { SpokenAt = Ward.Local("2026-06-10T12:00") } };

        spoken.Next("2026-06-15T10:00").ShouldWaitUntil("2026-06-22T10:00");
        spoken.Next("2026-06-18T10:00").ShouldWaitUntil("2026-06-22T10:00");
        spoken.Next("2026-06-22T10:00").ShouldBeOfType<End>().Words.ShouldStartWith("We have spoken");
        (spoken with { Meetings = [meeting with { State = MeetingState.Withdrawn }] }).Next("2026-06-22T10:01").ShouldWaitUntil(null);
    }

    [Fact]
    public void Next_SpokenWithBeforeTheInvitation_InvitesNobody()
    {
        var meeting = Bell.Meeting(MeetingState.Offered);
        var spoken = Bell.Facts(meeting) with { Member = Bell.Member with { SpokenAt = Bell.Now } };
        spoken.Next("2026-06-08T10:00").ShouldBeOfType<End>();
        (spoken with { Member = spoken.Member with { MeetingWantedAt = Ward.Local("2026-06-08T10:05") } }).Next("2026-06-08T10:06").ShouldBe(new Invite(meeting));
    }

    [Fact]
    public void Next_DeputyNamed_AsksTheLeadAndNobodyElse()
    {
        var named = Bell.Facts(Bell.Meeting(MeetingState.Declined) with { AnsweredAt = Ward.Local("2026-06-09T09:00") }) with
        {
            Member = Bell.Member with { Deputy = new Person("Dr Hall", new EmailAddress("hall@harbour.example")), DeputyAt = Ward.Local("2026-06-09T09:00") },
        };
        var ask = named.Next("2026-06-09T09:00").ShouldAsk(TaskKind.DeputyNamed);
        named.With(ask).Next("2026-06-09T09:00").ShouldWaitUntil(null);
        (named with { Member = named.Member with { MeetingWantedAt = Ward.Local("2026-06-10T09:00") } }).Next("2026-06-10T09:00").ShouldBeOfType<FindTimes>();
    }

    [Fact]
    public void Next_HowTheyMeetIsSaid_PutsItIntoTheInvitation()
    {
        var meeting = Bell.Meeting(MeetingState.Agreed) with { Channel = MeetingChannel.Teams };
        Bell.Facts(meeting).Next("2026-06-09T10:00").ShouldBe(new Move(meeting));
        (Bell.Facts(meeting with { BookedChannel = MeetingChannel.Teams })).Next("2026-06-09T10:00").ShouldBeOfType<Wait>();
    }
}
