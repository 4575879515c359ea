using System.Diagnostics;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using static ClinicalEngagement.Domain.Clinicians.ClinicianDecision;

namespace ClinicalEngagement.Domain.Clinicians;

/// <summary>Every step that the protocol of one clinician can take, by name, so that rehearsals can show that each is taken.</summary>
public static class ClinicianTransitions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "no meeting: find times",
        "no meeting: ask FindTimeByHand",
        "no meeting: ask TwiceDeclined",
        "no meeting: ask InvitationWithdrawn",
        "no meeting: ask MeetingCancelled",
        "no meeting: ask DeputyNamed",
        "offered: find times",
        "offered: ask FindTimeByHand",
        "offered: ask ApproveFirstMessage",
        "offered: invite",
        "offered: offer again",
        "offered: end, spoken with",
        "offered: end, at their wish",
        "offered: end, off the panel",
        "offered: end, project closed",
        "proposed: consider their time",
        "proposed: look at the time again",
        "proposed: remind",
        "proposed: ask RingSecretary",
        "proposed: end, unanswered",
        "proposed: end, spoken with",
        "proposed: end, time lost",
        "proposed: end, at their wish",
        "proposed: end, off the panel",
        "proposed: end, project closed",
        "agreed: book",
        "agreed: change the event",
        "agreed: consider their time",
        "agreed: look at the time again",
        "agreed: brief",
        "agreed: end, time lost",
        "agreed: end, at their wish",
        "agreed: end, off the panel",
        "agreed: end, project closed",
        "agreed: ask RecordOutcome",
        "agreed: remind the lead",
        "proposed: follow the shared meeting",
        "agreed: follow the shared meeting",
        "any: ask ReadReply",
        "any: respond",
        "any: ask whether they were understood",
        "any: explain",
        "any: answer a figure",
        "any: correct a figure",
        "any: finished, at their wish",
        "any: finished, off the panel",
        "any: finished, project closed",
    ];

    /// <summary>The name of the step that a decision is, or null for waiting.</summary>
    public static string? Of(ClinicianFacts facts, ClinicianDecision decision)
    {
        var from = facts.OpenMeeting?.State switch
        {
            MeetingState.Offered => "offered",
            MeetingState.Proposed => "proposed",
            MeetingState.Agreed => "agreed",
            _ => "no meeting",
        };
        return decision switch
        {
            Wait => null,
            AskLead { Kind: TaskKind.ReadReply } => "any: ask ReadReply",
            Respond => "any: respond",
            AskUnderstood => "any: ask whether they were understood",
            Explain => "any: explain",
            AnswerFigure => "any: answer a figure",
            Correct => "any: correct a figure",
            Finished => $"any: finished, {WhyOver(facts)}",
            AskLead ask => $"{from}: ask {ask.Kind}",
            FindTimes => $"{from}: find times",
            Invite => $"{from}: invite",
            OfferAgain => $"{from}: offer again",
            Book => $"{from}: book",
            Remind => $"{from}: remind",
            ConsiderProposal => $"{from}: consider their time",
            CheckSlot => $"{from}: look at the time again",
            Move => $"{from}: change the event",
            Follow => $"{from}: follow the shared meeting",
            Brief => $"{from}: brief",
            RemindLead => $"{from}: remind the lead",
            End end => $"{from}: end, {WhyEnded(facts, end)}",
            _ => throw new UnreachableException($"No name for {decision.GetType().Name}."),
        };
    }

    private static string WhyEnded(ClinicianFacts facts, End end) => end switch
    {
        _ when facts.Project.State == ProjectState.Closed || facts.Clinician.NoMoreAt is not null || facts.Member.LeftAt is not null => WhyOver(facts),
        { Meeting: { LostAt: not null, State: not MeetingState.Offered } } => "time lost",
        { State: MeetingState.Withdrawn } when end.Words == CancellationWords.Unanswered => "unanswered",
        _ => "spoken with",
    };

    private static string WhyOver(ClinicianFacts facts) => facts switch
    {
        { Project.State: ProjectState.Closed } => "project closed",
        { Clinician.NoMoreAt: not null } => "at their wish",
        _ => "off the panel",
    };
}
