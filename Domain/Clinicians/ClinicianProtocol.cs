using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Clinicians;

/// <summary>The protocol of one clinician on one project: met individually, at a time that costs patients least, never chased.</summary>
public static class ClinicianProtocol
{
    private const string NothingMore = "Nothing more is sent to them but updates.";

    /// <summary>Decides from facts alone; the same facts and time give the same decision.</summary>
    /// <remarks>Order matters: what the clinician asked for comes before what the project wants.</remarks>
    public static ClinicianDecision Next(ClinicianFacts facts, Instant now, EngagementOptions options)
    {
        var open = facts.OpenMeeting;
        var answer = AnswerToWords(facts);
        var hearsFromUs = facts.Clinician.NoMoreAt is null && facts.Member.LeftAt is null;
        if (facts.Project.State == ProjectState.Closed || !hearsFromUs)
        {
            if (open is { } unwanted && (unwanted.State != MeetingState.Agreed || unwanted.Start > now))
                return new End(unwanted, MeetingState.Cancelled, WhyEnded(facts));
            // What was raised before the closing is still owed an answer.
            if (hearsFromUs && answer is not null)
                return answer;
            return hearsFromUs && facts.Concerns.Any(c => c.ClosedAt is null) ? new Wait(null) : new Finished();
        }

        if (answer is not null)
            return answer;
        if (open is { SharedWith: not null } && SharedMeetings.Follow(open, facts.SharedMeeting) is { } followed)
            return new Follow(followed);

        if (open is { State: MeetingState.Agreed } held && held.End <= now)
            return AfterMeeting(facts, held, now, options);
        if (facts.Project.State == ProjectState.Paused)
            return new Wait(EndOf(open, now));
        if (facts.Member.HasUnhandledReply)
            return Once(facts, ReplyTask(facts, now)) ?? new Wait(EndOf(open, now));
        if (facts.Member.PausedUntil is { } until && now < until && open is null)
            return new Wait(until);
        // The gate is for whom to invite; who has been invited is looked after whatever becomes of the plan.
        if (open is null or { State: MeetingState.Offered } && !GateIsOpen(facts, options))
            return new Wait(null);

        return open switch
        {
            null => WithoutMeeting(facts, now, options),
            { SharedWith: not null, State: not MeetingState.Agreed } => new Wait(null),
            { State: MeetingState.Offered } => Offered(facts, open, now, options),
            { State: MeetingState.Proposed } => Proposed(facts, open, now, options),
            _ => Agreed(facts, open, now, options),
        };
    }

    /// <summary>
    /// True while a meeting with this clinician waits for times, whether or not they were looked for before: an answer of somebody else may
    /// have freed one. A search that was given to a person is theirs.
    /// </summary>
    public static bool WaitsForTimes(ClinicianFacts facts, Instant now, EngagementOptions options) =>
        !facts.Effects.Any(e => e is { Kind: EffectKind.FindTimes, State: EffectState.Uncertain })
        && Next(
            facts with
            {
                Member = facts.Member with { NoTimesAt = null },
                Effects = [.. facts.Effects.Where(e => e.Kind != EffectKind.FindTimes)],
            },
            now, options) is FindTimes;

    /// <summary>The cause of a search for times as the facts are now; null where the meeting there is needs none.</summary>
    public static string? SearchCause(ClinicianFacts facts) => facts.OpenMeeting switch
    {
        null => SearchCause(facts.Member, NextMeeting(facts), null),
        { State: MeetingState.Offered } offered => SearchCause(facts.Member, offered.Id, offered.OfferedAt),
        _ => null,
    };

    /// <summary>The cause of the effect that sends a concern's response: a changed response is sent again.</summary>
    public static string ResponseCause(Listening.Concern concern) => $"{concern.Id}/{concern.RespondedAt}";

    /// <summary>The cause of the effect that asks “have I understood you?”: another paraphrase is asked about again.</summary>
    public static string UnderstandingCause(Listening.Concern concern) => $"{concern.Id}/{concern.UnderstandingAskedAt}";

    // What answers the clinician goes whatever else is held back. A question that the answer has overtaken is not asked any more.
    private static ClinicianDecision? AnswerToWords(ClinicianFacts facts)
    {
        foreach (var concern in facts.Concerns.OrderBy(c => c.RaisedAt).ThenBy(c => c.Id.Value))
        {
            if (concern.RespondedAt is not null && !facts.HasEffect(EffectKind.SendResponse, ResponseCause(concern)))
                return new Respond(concern);
            if (concern.Explanation is not null && !facts.HasEffect(EffectKind.SendExplanation, concern.Id.ToString()))
                return new Explain(concern);
            if (concern is { UnderstandingAskedAt: { } asked, UnderstoodAt: null, CorrectedAt: null, ClosedAt: null } && !(concern.RespondedAt >= asked)
                && !facts.HasEffect(EffectKind.SendUnderstanding, UnderstandingCause(concern)))
                return new AskUnderstood(concern);
        }

        return null;
    }

    private static ClinicianDecision WithoutMeeting(ClinicianFacts facts, Instant now, EngagementOptions options)
    {
        var member = facts.Member;
        var wantedAgain = member.MeetingWantedAt > (facts.LastMeeting is { } last
            ? last.OutcomeAt ?? last.AnsweredAt ?? last.OfferedAt
            : member.SpokenAt ?? Instant.MinValue);
        return facts.LastMeeting switch
        {
            _ when wantedAgain => Search(),
            _ when member.DeputyAt is { } named && !(facts.LastMeeting?.OfferedAt > named) => Once(facts, new AskLead(
                TaskKind.DeputyNamed, $"{member.Id}/{named}", InWorkingDays(3),
                "{clinician} named {deputy} to be met in their place. Put them on the panel, or answer {clinician}.",
                "Neither is asked to meet.")) ?? new Wait(null),
            null => member.SpokenAt is null ? Search() : new Wait(null),
            { State: MeetingState.Declined } declined when member.PausedUntil > declined.AnsweredAt => Search(),
            { State: MeetingState.Declined } => DeclinesInARow(facts) < 2
                ? member.SpokenAt is null ? Search() : new Wait(null)
                : Once(facts, new AskLead(
                    TaskKind.TwiceDeclined, facts.LastMeeting.Id.ToString(), InWorkingDays(5),
                    "{clinician} declined twice. Decide how to go on: a colleague they trust, a telephone call, or leave it.",
                    NothingMore)) ?? new Wait(null),
            { State: MeetingState.Withdrawn or MeetingState.Cancelled } ended when HaveSpokenSince(facts, ended.OfferedAt) => new Wait(null),
            { LostAt: not null } => Search(),
            { State: MeetingState.Withdrawn } => Once(facts, new AskLead(
                TaskKind.InvitationWithdrawn, facts.LastMeeting.Id.ToString(), InWorkingDays(3),
                "{clinician} did not answer and the invitation was withdrawn. Ring them or their secretary, or ask for new times.",
                NothingMore)) ?? new Wait(null),
            { State: MeetingState.Cancelled } => Once(facts, new AskLead(
                TaskKind.MeetingCancelled, facts.LastMeeting.Id.ToString(), InWorkingDays(3),
                facts.LastMeeting.SharedWith is null
                    ? "The meeting with {clinician} was cancelled in Outlook. Ask for new times, or leave it."
                    : "The meeting with {clinician} that you were to join will not take place. Ask for new times, or leave it.",
                NothingMore)) ?? new Wait(null),
            _ => new Wait(null),
        };

        Instant InWorkingDays(int days) => WorkingTime.AddWorkingDays(now, days, facts.Project.Nation);

        ClinicianDecision Search() => LookForTimes(facts, NextMeeting(facts), facts.LastMeeting?.OfferedAt, null, now, options);
    }

    /// <summary>One search for one reason: at once, or in a week when there were none; one that was given to a person is theirs.</summary>
    private static ClinicianDecision LookForTimes(
        ClinicianFacts facts, MeetingId meeting, Instant? lastOffer, Instant? offerToReplace, Instant now, EngagementOptions options)
    {
        var member = facts.Member;
        if (member.NoTimesAt is { } failed && failed >= (lastOffer ?? Instant.MinValue))
        {
            var again = WorkingTime.AddWorkingDays(failed, options.SearchAgainAfterWorkingDays, facts.Project.Nation);
            if (now < again && !(member.MeetingWantedAt > failed))
                return Once(facts, new AskLead(
                    TaskKind.FindTimeByHand, meeting.ToString(), WorkingTime.AddWorkingDays(now, 3, facts.Project.Nation),
                    $"Find a time with {{clinician}}: {member.NoTimesReason}", "We look again in a week.")) ?? new Wait(again);
        }

        var cause = SearchCause(member, meeting, offerToReplace);
        return facts.HasEffect(EffectKind.FindTimes, cause) ? new Wait(null) : new FindTimes(cause);
    }

    private static MeetingId NextMeeting(ClinicianFacts facts) => Meeting.IdFor(facts.Member.Id, facts.Meetings.Count + 1);

    private static string SearchCause(PanelMember member, MeetingId meeting, Instant? offerToReplace) =>
        $"{meeting}/{offerToReplace}/{member.NoTimesAt}/{member.MeetingWantedAt}";

    private static ClinicianDecision Offered(ClinicianFacts facts, Meeting meeting, Instant now, EngagementOptions options)
    {
        var nation = facts.Project.Nation;
        if (HaveSpokenSince(facts, meeting.OfferedAt))
            return new End(meeting, MeetingState.Cancelled, CancellationWords.Spoken);
        if (meeting.OfferVoid || meeting.Start < WorkingTime.AddWorkingDays(now, options.NoticeWorkingDays - 1, nation))
            return NewTimes();
        if (facts.Project.FirstMessages == FirstMessages.Hold && facts.Member.FirstMessageApprovedAt is null)
            return Once(facts, new AskLead(
                TaskKind.ApproveFirstMessage, facts.Member.Id.ToString(), WorkingTime.AddWorkingDays(now, 3, nation),
                "Look at the first message to {clinician} and send it.", "It is not sent."))
                ?? new Wait(WorkingTime.AddWorkingDays(meeting.Start, 1 - options.NoticeWorkingDays, nation) + Duration.FromSeconds(1) is var stale && stale > now ? stale : null);
        // A booking that a pause overtook is begun again with new times; one that was given to a person stands until they have it tried again.
        if (facts.Effects.FirstOrDefault(e => e.Kind == EffectKind.BookMeeting && e.Cause == OfferCause(meeting)) is { } booking)
            return booking.State == EffectState.Dropped ? NewTimes() : new Wait(null);
        var again = facts.Effects.Any(e => e is { Kind: EffectKind.SendFirstMessage, State: not EffectState.Dropped })
            ? new OfferAgain(meeting, OfferReasons.After(facts.Meetings.LastOrDefault(m => m.Number < meeting.Number), facts.Member))
            : null;
        if (NextSendingTime(facts, now, options, isOwed: again is { IsOwed: true }) is { } later)
            return new Wait(later);
        return again is not null ? again : new Invite(meeting);

        ClinicianDecision NewTimes() => LookForTimes(facts, meeting.Id, meeting.OfferedAt, meeting.OfferedAt, now, options);
    }

    private static ClinicianDecision Proposed(ClinicianFacts facts, Meeting meeting, Instant now, EngagementOptions options)
    {
        // Once it was given to a person, their time is neither reminded of nor withdrawn: they did answer.
        if (meeting.CounterProposal is { } proposed)
            return facts.HasEffect(EffectKind.ConsiderProposal, ProposalCause(meeting)) ? new Wait(null) : new ConsiderProposal(meeting, proposed);
        if (meeting.LostAt is not null)
            return new End(meeting, MeetingState.Cancelled, WhyGivenUp(meeting));
        var nation = facts.Project.Nation;
        var proposedAt = meeting.ProposedAt ?? meeting.OfferedAt;
        var haveSpoken = HaveSpokenSince(facts, proposedAt);
        var withdrawAt = WorkingTime.AddWorkingDays(meeting.Start, -options.WithdrawBeforeWorkingDays, nation);
        if (now >= withdrawAt)
            return new End(meeting, MeetingState.Withdrawn, haveSpoken ? CancellationWords.Spoken : CancellationWords.Unanswered);

        var wakes = new List<Instant> { withdrawAt };
        var told = facts.Effects.Where(e => e.MeetingId == meeting.Id && e.Kind is EffectKind.SendFirstMessage or EffectKind.SendOtherTimes).MaxBy(e => e.IntendedAt);
        // Nobody is reminded of a message that waits for its own hour.
        var mayRemind = !haveSpoken && told is not { State: EffectState.Intended } && !facts.HasEffect(EffectKind.SendReminder, meeting.Id.ToString()) && !facts.Effects.Any(e => e is { Kind: EffectKind.SendReminder or EffectKind.SendOtherTimes, State: not EffectState.Dropped });
        if (mayRemind)
        {
            var remindAt = WorkingTime.AddWorkingDays(
                told?.DoneAt is { } toldAt ? Instant.Max(proposedAt, toldAt) : proposedAt, options.ReminderAfterWorkingDays, nation);
            if (now < remindAt)
                wakes.Add(remindAt);
            else if (NextSendingTime(facts, now, options) is not { } later)
                // A reminder of a time that is gone would be worse than none.
                return Check(facts, meeting, "reminder") ?? new Remind(meeting);
            else
                wakes.Add(later);
        }

        var ringAt = WorkingTime.AddWorkingDays(proposedAt, options.RingAfterWorkingDays, nation);
        if (haveSpoken)
            return new Wait(withdrawAt);
        if (now < ringAt)
            wakes.Add(ringAt);
        else if (Once(facts, RingTask(facts, meeting, now)) is { } ask)
            return ask;
        return new Wait(wakes.Min());
    }

    private static ClinicianDecision Agreed(ClinicianFacts facts, Meeting meeting, Instant now, EngagementOptions options)
    {
        if (meeting.LostAt is not null)
            return new End(meeting, MeetingState.Cancelled, WhyGivenUp(meeting));
        if (meeting.CounterProposal is { } proposed && !facts.HasEffect(EffectKind.ConsiderProposal, ProposalCause(meeting)))
            return new ConsiderProposal(meeting, proposed);
        // The event of a meeting that is held in another project's is that project's, and so is looking after its time.
        var isOurs = meeting.SharedWith is null;
        if (isOurs && meeting.EventId is null && !facts.HasEffect(EffectKind.BookMeeting, OfferCause(meeting)))
            return new Book(meeting);
        if (meeting.EventId is not null && !meeting.IsBookedAsItIs && !facts.HasEffect(EffectKind.MoveMeeting, MoveCause(meeting)))
            return new Move(meeting);
        var briefAt = WorkingTime.At(
            WorkingTime.AddWorkingDays(meeting.Start, -options.BriefBeforeWorkingDays, facts.Project.Nation), options.SendFrom);
        if (facts.HasEffect(EffectKind.SendBrief, BriefCause(meeting)))
            return new Wait(meeting.End);
        var checkAt = WorkingTime.At(
            WorkingTime.AddWorkingDays(meeting.Start, -options.CheckBeforeWorkingDays, facts.Project.Nation), options.SendFrom);
        if (now < checkAt)
            return new Wait(checkAt);
        if (now < briefAt)
            return (isOurs ? Check(facts, meeting, "early") : null) ?? new Wait(briefAt);
        // A meeting agreed at the last minute needs no brief: it would arrive with the person.
        return meeting.Start - now < Duration.FromHours(2) ? new Wait(meeting.End) : (isOurs ? Check(facts, meeting, "brief") : null) ?? new Brief(meeting);
    }

    /// <summary>The cause of the invitation to a meeting and of the message that goes with it: new times are a new cause.</summary>
    public static string OfferCause(Meeting meeting) => $"{meeting.Id}/{meeting.OfferedAt}";

    /// <summary>The cause of looking at a proposed time: the same time proposed anew is looked at anew.</summary>
    public static string ProposalCause(Meeting meeting) => $"{meeting.Id}/{meeting.CounterProposal}/{meeting.AnsweredAt}";

    /// <summary>The cause of a move: there, back and there again are three, by the answer that each came from.</summary>
    public static string MoveCause(Meeting meeting) =>
        $"{meeting.Id}/{meeting.Start}/{meeting.Channel}/{meeting.BookedStart}/{meeting.AnsweredAt}{(meeting.Guest is { } guest ? $"/{guest.Email}" : "")}";

    /// <summary>The cause of asking the calendars again: one look an occasion, and another one once the time is another.</summary>
    public static string CheckCause(Meeting meeting, string occasion) => $"{BriefCause(meeting)}/{occasion}";

    /// <summary>The cause of a meeting's briefs: a meeting that was moved is briefed again for its new time.</summary>
    public static string BriefCause(Meeting meeting) => $"{meeting.Id}/{meeting.Start}";

    private static ClinicianDecision AfterMeeting(ClinicianFacts facts, Meeting meeting, Instant now, EngagementOptions options)
    {
        var remindAt = WorkingTime.At(
            WorkingTime.AddWorkingDays(meeting.End, options.OutcomeReminderWorkingDays, facts.Project.Nation), options.SendFrom);
        return Once(facts, new AskLead(
            TaskKind.RecordOutcome, BriefCause(meeting), remindAt,
            "Record what came of the meeting with {clinician}: one minute.", "It does not count as held, and you are reminded once.", meeting))
            ?? (now < remindAt ? new Wait(remindAt)
                : facts.HasEffect(EffectKind.SendOutcomeReminder, BriefCause(meeting)) ? new Wait(null)
                : new RemindLead(meeting));
    }

    private static AskLead ReplyTask(ClinicianFacts facts, Instant now) => new(
        TaskKind.ReadReply, $"{facts.Member.Id}/{facts.Member.RepliedAt}", WorkingTime.AddWorkingDays(now, 2, facts.Project.Nation),
        "{clinician} replied in words. Read it in your mailbox, answer, and say here that it is done.",
        "Nothing automatic is sent to them until then.", facts.OpenMeeting);

    private static AskLead RingTask(ClinicianFacts facts, Meeting meeting, Instant now) => new(
        TaskKind.RingSecretary, meeting.Id.ToString(), WorkingTime.AddWorkingDays(now, 1, facts.Project.Nation),
        "Ring {secretary}: the invitation to {clinician} is unanswered.",
        "Nothing more is sent, and the invitation is withdrawn two working days before its time.", meeting);

    private static ClinicianDecision? Once(ClinicianFacts facts, AskLead ask) => facts.HasTask(ask.Kind, ask.Cause) ? null : ask;

    /// <summary>Whether lead and clinician have spoken since a moment, to the day: of a conversation only the date is known. A meeting that was asked for afterwards is wanted all the same.</summary>
    private static bool HaveSpokenSince(ClinicianFacts facts, Instant moment) => facts.Member.SpokenAt is { } spoken
        && WorkingTime.DateOf(spoken) >= WorkingTime.DateOf(moment) && !(facts.Member.MeetingWantedAt > spoken);

    private static ClinicianDecision? Check(ClinicianFacts facts, Meeting meeting, string occasion) =>
        facts.HasEffect(EffectKind.CheckSlot, CheckCause(meeting, occasion)) ? null : new CheckSlot(meeting, CheckCause(meeting, occasion));

    private static Instant? EndOf(Meeting? open, Instant now) => open is { State: MeetingState.Agreed } && open.End > now ? open.End : null;

    private static bool GateIsOpen(ClinicianFacts facts, EngagementOptions options)
    {
        var readiness = PlanReadiness.Of(facts.Project.Plan);
        return facts.Member.Order > 0
            && (readiness.WiderPanelOpen || (readiness.EarlyConversationsOpen && facts.Member.Order <= options.EarlyConversations));
    }

    private static int DeclinesInARow(ClinicianFacts facts) => facts.Meetings.Reverse().TakeWhile(m => m.State == MeetingState.Declined).Count();

    private static string WhyGivenUp(Meeting meeting) => meeting.ReleasedFor is { } reason ? CancellationWords.Released(reason) : CancellationWords.Lost;

    private static string WhyEnded(ClinicianFacts facts) => facts switch
    {
        { Project.State: ProjectState.Closed } => CancellationWords.Closed,
        { Clinician.NoMoreAt: not null } => CancellationWords.AsAsked,
        _ => CancellationWords.NoLongerNeeded,
    };

    /// <summary>Null when something unasked may be sent now; else when it may be looked at again.</summary>
    internal static Instant? NextSendingTime(ClinicianFacts facts, Instant now, EngagementOptions options, bool isOwed = false)
    {
        var time = SendingTime.NextAllowed(now, facts.Project.Nation, options, facts.Clinician.Specialty, facts.Member.Id.Value);
        var freed = isOwed ? null : SendingTime.CapFreesAt(facts.UnaskedMessages, now, facts.Project.Nation, options);
        var next = freed is { } cap && cap > time ? SendingTime.NextAllowed(cap, facts.Project.Nation, options, facts.Clinician.Specialty, facts.Member.Id.Value) : time;
        return next > now ? next : null;
    }
}
