using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using NodaTime;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Tests.Clinicians;

/// <summary>What must hold of every decision about a clinician, whatever the facts; written from the method, not from the code.</summary>
internal static class ClinicianRules
{
    public static void Hold(ClinicianFacts facts, Instant now, EngagementOptions options, ClinicianDecision decision)
    {
        var over = facts.Project.State == ProjectState.Closed || facts.Clinician.NoMoreAt is not null || facts.Member.LeftAt is not null;
        var owed = facts.Clinician.NoMoreAt is null && facts.Member.LeftAt is null && facts.Concerns.Any(c => c.ClosedAt is null || c.RespondedAt is not null);
        if (over)
            (decision is Finished or End { State: MeetingState.Cancelled } || (owed && (decision is Respond or Wait { Until: null })))
                .ShouldBeTrue($"{decision} when it is over");
        if (decision is Finished)
            over.ShouldBeTrue("finished though it goes on");
        if (decision is Invite or OfferAgain or Remind or Brief or FindTimes or Move or Book or ConsiderProposal or CheckSlot)
        {
            facts.Project.State.ShouldBe(ProjectState.Running);
            facts.Member.HasUnhandledReply.ShouldBeFalse();
        }

        switch (decision)
        {
            case Invite invite:
                invite.Meeting.State.ShouldBe(MeetingState.Offered);
                facts.Effects.ShouldNotContain(e => e.Kind == EffectKind.SendFirstMessage && e.State != EffectState.Dropped);
                FirstContactIsAllowed(facts);
                MayBeSent(facts, now, options);
                break;
            case OfferAgain again:
                again.Meeting.State.ShouldBe(MeetingState.Offered);
                FirstContactIsAllowed(facts);
                MayBeSent(facts, now, options, again.IsOwed);
                break;
            case Remind remind:
                remind.Meeting.State.ShouldBe(MeetingState.Proposed);
                facts.Effects.ShouldNotContain(e => e.Kind == EffectKind.SendReminder && (e.State != EffectState.Dropped || e.Cause == remind.Meeting.Id.ToString()));
                facts.Effects.ShouldNotContain(e => e.Kind == EffectKind.SendOtherTimes && e.State != EffectState.Dropped);
                MayBeSent(facts, now, options);
                remind.Meeting.LostAt.ShouldBeNull();
                (facts.Member.SpokenAt is { } spoken && facts.Member.MeetingWantedAt is null
                    && WorkingTime.DateOf(spoken) >= WorkingTime.DateOf(remind.Meeting.ProposedAt ?? remind.Meeting.OfferedAt)).ShouldBeFalse("chased after they have spoken");
                facts.Effects.ShouldContain(e => e.Kind == EffectKind.CheckSlot, "reminded of a time that nobody looked at again");
                break;
            case Brief brief:
                brief.Meeting.State.ShouldBe(MeetingState.Agreed);
                brief.Meeting.Start.ShouldBeGreaterThan(now);
                break;
            case RemindLead remind:
                remind.Meeting.End.ShouldBeLessThanOrEqualTo(now);
                break;
            case Wait wait:
                WakesInTime(facts, now, wait);
                break;
        }

        IsNew(facts, decision);
        if (ClinicianTransitions.Of(facts, decision) is { } name)
            ClinicianTransitions.All.ShouldContain(name);
    }

    /// <summary>The effects that a decision makes, as they are committed.</summary>
    public static IEnumerable<(EffectKind Kind, string Cause)> EffectsOf(ClinicianDecision decision) => decision switch
    {
        FindTimes find => [(EffectKind.FindTimes, find.Cause)],
        Invite invite => [(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(invite.Meeting)), (EffectKind.SendFirstMessage, ClinicianProtocol.OfferCause(invite.Meeting))],
        CheckSlot check => [(EffectKind.CheckSlot, check.Cause)],
        OfferAgain again => [(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(again.Meeting)), (EffectKind.SendOtherTimes, ClinicianProtocol.OfferCause(again.Meeting))],
        Book book => [(EffectKind.BookMeeting, ClinicianProtocol.OfferCause(book.Meeting))],
        Remind remind => [(EffectKind.SendReminder, remind.Meeting.Id.ToString())],
        ConsiderProposal consider => [(EffectKind.ConsiderProposal, ClinicianProtocol.ProposalCause(consider.Meeting))],
        Move move => [(EffectKind.MoveMeeting, ClinicianProtocol.MoveCause(move.Meeting))],
        Brief brief => [(EffectKind.SendBrief, ClinicianProtocol.BriefCause(brief.Meeting)), (EffectKind.SendHostBrief, ClinicianProtocol.BriefCause(brief.Meeting))],
        RemindLead remind => [(EffectKind.SendOutcomeReminder, ClinicianProtocol.BriefCause(remind.Meeting))],
        Respond respond => [(EffectKind.SendResponse, ClinicianProtocol.ResponseCause(respond.Concern))],
        _ => [],
    };

    /// <summary>One cause, one effect, one task: what was decided before can't be committed again.</summary>
    private static void IsNew(ClinicianFacts facts, ClinicianDecision decision)
    {
        foreach (var (kind, cause) in EffectsOf(decision))
            facts.HasEffect(kind, cause).ShouldBeFalse($"{kind} of {cause} was decided before");
        if (decision is AskLead ask)
            facts.HasTask(ask.Kind, ask.Cause).ShouldBeFalse($"{ask.Kind} of {ask.Cause} was asked before");
    }

    private static void FirstContactIsAllowed(ClinicianFacts facts)
    {
        var readiness = PlanReadiness.Of(facts.Project.Plan);
        (readiness.WiderPanelOpen || (readiness.EarlyConversationsOpen && facts.Member.Order is >= 1 and <= 3)).ShouldBeTrue("met before the gate");
        if (facts.Project.FirstMessages == FirstMessages.Hold)
            facts.Member.FirstMessageApprovedAt.ShouldNotBeNull();
    }

    private static void MayBeSent(ClinicianFacts facts, Instant now, EngagementOptions options, bool isOwed = false)
    {
        var local = now.InZone(DateTimeZoneProviders.Tzdb["Europe/London"]);
        local.DayOfWeek.ShouldNotBeOneOf(IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday);
        local.TimeOfDay.ShouldBeGreaterThanOrEqualTo(options.SendFrom);
        local.TimeOfDay.ShouldBeLessThan(options.SendUntil);
        options.QuietPeriods.ShouldNotContain(q => local.Date >= q.From && local.Date <= q.To);
        if (isOwed)
            return;
        facts.UnaskedMessages.Count(at => WorkingTime.AddWorkingDays(at, options.CapWorkingDays, facts.Project.Nation) > now)
            .ShouldBeLessThan(options.UnaskedCap);
    }

    private static void WakesInTime(ClinicianFacts facts, Instant now, Wait wait)
    {
        if (wait.Until is { } until)
            until.ShouldBeGreaterThan(now);
        switch (facts.OpenMeeting)
        {
            case { State: MeetingState.Agreed } agreed when agreed.End > now && facts.Project.State != ProjectState.Closed:
                wait.Until.ShouldNotBeNull("an agreed meeting wakes at its end").ShouldBeLessThanOrEqualTo(agreed.End);
                break;
            case { State: MeetingState.Proposed } proposed when facts.Project.State == ProjectState.Running && !facts.Member.HasUnhandledReply:
                // A proposed time whose consideration was given to a person waits for that person.
                if (proposed.CounterProposal is null)
                    wait.Until.ShouldNotBeNull("an unanswered invitation wakes before its time").ShouldBeLessThan(proposed.Start);
                break;
        }
    }
}
