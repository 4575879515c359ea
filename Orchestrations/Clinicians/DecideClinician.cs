using System.Diagnostics;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Clinicians;

/// <summary>Decides what comes next for a panel member, and commits it.</summary>
public sealed class DecideClinician(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics) : IActivity<Guid, Decided>
{
    /// <inheritdoc/>
    public Task<Decided> RunAsync(Guid input, CancellationToken cancellationToken) =>
        store.WriteAsync((writer, token) => DecideAsync(writer, new PanelMemberId(input), token), cancellationToken);

    private async Task<Decided> DecideAsync(IStoreWriter writer, PanelMemberId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var facts = await LoadAsync(writer, id, cancellationToken);
            if (facts is null)
                return Decided.Finished;
            // Whoever puts it right nudges.
            if (facts.Project.SendingStoppedAt is not null)
                return Decided.Wait(null);
            await NudgeWhoJoinsAsync(writer, facts, cancellationToken);
            var now = clock.GetCurrentInstant();
            var unfinished = facts.Effects
                .Where(e => e.State == EffectState.Intended && EffectOwners.Of(e.Kind) == EffectOwner.Clinician)
                .OrderBy(e => e.IntendedAt).ThenBy(e => e.Kind).ThenBy(e => e.Id.Value);
            var (due, waits) = await Departures.DueAsync(writer, unfinished, now, options, cancellationToken);
            if (due.Count > 0)
                return new Decided(due, null, false);

            var next = CorrectionProtocol.Next(facts, now, options);
            metrics.Took(Protocols.Clinician, ClinicianTransitions.Of(facts, next));
            switch (next)
            {
                case ClinicianDecision.Finished when waits is null:
                    return Decided.Finished;
                case ClinicianDecision.Finished:
                    return Decided.Wait(waits);
                case ClinicianDecision.Wait wait:
                    return Decided.Wait(wait.Until, waits);
                case var decision:
                    await CommitAsync(writer, facts, decision, now, cancellationToken);
                    break;
            }
        }
    }

    private async Task CommitAsync(
        IStoreWriter writer, ClinicianFacts facts, ClinicianDecision decision, Instant now, CancellationToken cancellationToken)
    {
        var member = facts.Member;
        switch (decision)
        {
            case ClinicianDecision.AskLead ask:
                TaskBook.Open(writer, facts.Project.Id, ask.Kind, ask.Cause, ask.What, ask.IfNothing, now, ask.Due, member.Id, ask.Meeting?.Id);
                break;
            case ClinicianDecision.FindTimes find:
                writer.Add(Intend.For(member, EffectKind.FindTimes, find.Cause, now, facts.OpenMeeting));
                break;
            case ClinicianDecision.Invite invite:
                writer.Add(Intend.For(member, EffectKind.BookMeeting, ClinicianProtocol.OfferCause(invite.Meeting), now, invite.Meeting));
                writer.Add(Intend.For(member, EffectKind.SendFirstMessage, ClinicianProtocol.OfferCause(invite.Meeting), now, invite.Meeting));
                break;
            case ClinicianDecision.Book book:
                writer.Add(Intend.For(member, EffectKind.BookMeeting, ClinicianProtocol.OfferCause(book.Meeting), now, book.Meeting));
                break;
            case ClinicianDecision.OfferAgain again:
                writer.Add(Intend.For(member, EffectKind.BookMeeting, ClinicianProtocol.OfferCause(again.Meeting), now, again.Meeting));
                writer.Add(Intend.For(member, EffectKind.SendOtherTimes, ClinicianProtocol.OfferCause(again.Meeting), now, again.Meeting) with { Unasked = !again.IsOwed });
                break;
            case ClinicianDecision.Remind remind:
                writer.Add(Intend.For(member, EffectKind.SendReminder, remind.Meeting.Id.ToString(), now, remind.Meeting));
                break;
            case ClinicianDecision.End end:
                await EndAsync(writer, facts, end, now, cancellationToken);
                break;
            case ClinicianDecision.Follow follow:
                await FollowAsync(writer, facts, follow.Meeting, now, cancellationToken);
                break;
            case ClinicianDecision.ConsiderProposal consider:
                writer.Add(Intend.For(member, EffectKind.ConsiderProposal, ClinicianProtocol.ProposalCause(consider.Meeting), now, consider.Meeting));
                break;
            case ClinicianDecision.CheckSlot check:
                writer.Add(Intend.For(member, EffectKind.CheckSlot, check.Cause, now, check.Meeting));
                break;
            case ClinicianDecision.Move move:
                writer.Add(Intend.For(member, EffectKind.MoveMeeting, ClinicianProtocol.MoveCause(move.Meeting), now, move.Meeting));
                break;
            case ClinicianDecision.Brief brief:
                writer.Add(Intend.For(member, EffectKind.SendBrief, ClinicianProtocol.BriefCause(brief.Meeting), now, brief.Meeting));
                writer.Add(Intend.For(member, EffectKind.SendHostBrief, ClinicianProtocol.BriefCause(brief.Meeting), now, brief.Meeting));
                break;
            case ClinicianDecision.RemindLead remind:
                writer.Add(Intend.For(member, EffectKind.SendOutcomeReminder, ClinicianProtocol.BriefCause(remind.Meeting), now, remind.Meeting));
                break;
            case ClinicianDecision.Respond respond:
                writer.Add(Intend.For(member, EffectKind.SendResponse, ClinicianProtocol.ResponseCause(respond.Concern), now) with { ConcernId = respond.Concern.Id });
                break;
            case ClinicianDecision.AnswerFigure answer:
                writer.Add(Intend.For(member, EffectKind.SendFigureAnswer, CorrectionProtocol.AnswerCause(answer.Question), now) with { QuestionId = answer.Question.Id });
                break;
            case ClinicianDecision.Correct correct:
                writer.Add(Intend.For(member, EffectKind.SendCorrection, CorrectionProtocol.CorrectionCause(correct.Question, facts), now) with { QuestionId = correct.Question.Id });
                break;
            case ClinicianDecision.AskUnderstood ask:
                writer.Add(Intend.For(member, EffectKind.SendUnderstanding, ClinicianProtocol.UnderstandingCause(ask.Concern), now) with { ConcernId = ask.Concern.Id });
                break;
            case ClinicianDecision.Explain explain:
                writer.Add(Intend.For(member, EffectKind.SendExplanation, explain.Concern.Id.ToString(), now) with { ConcernId = explain.Concern.Id });
                break;
            default:
                throw new UnreachableException($"Nothing commits {decision.GetType().Name}.");
        }
    }

    private static async Task EndAsync(
        IStoreWriter writer, ClinicianFacts facts, ClinicianDecision.End end, Instant now, CancellationToken cancellationToken)
    {
        writer.Update(end.Meeting with { State = end.State });
        // Whoever had an open meeting may now be without contact in this stage.
        writer.Nudge(Instances.Of(facts.Project.Id));
        await Holds.ReleaseAsync(writer, end.Meeting.Id, cancellationToken);
        // Whoever was to join another project's meeting does not come.
        if (facts.SharedMeeting is { IsOpen: true, Guest: not null } theirs)
        {
            writer.Update(theirs with { Guest = null });
            writer.Nudge(Instances.Of(theirs.MemberId));
        }

        if (end.Meeting.SharedWith is null && facts.Effects.Any(e => e.Kind == EffectKind.BookMeeting && e.MeetingId == end.Meeting.Id && e.State != EffectState.Dropped))
            writer.Add(Intend.For(facts.Member, EffectKind.CancelMeeting, end.Meeting.Id.ToString(), now, end.Meeting) with { Words = end.Words });
        foreach (var task in facts.Tasks.Where(t => t.DoneAt is null && t.MeetingId == end.Meeting.Id))
            writer.Update(task with { DoneAt = now });
        writer.Audit(new AuditEvent
        {
            ProjectId = facts.Project.Id,
            MemberId = facts.Member.Id,
            At = now,
            Actor = AuditActor.Workflow,
            What = end.State == MeetingState.Withdrawn ? "meeting.withdrawn" : "meeting.cancelled",
            Words = end.State == MeetingState.Withdrawn ? "The invitation to {clinician} was withdrawn, unanswered."
                : end.Meeting.SharedWith is not null ? "You no longer join the meeting with {clinician}."
                : end.Meeting.LostAt is not null ? "The time with {clinician} was given up with an apology; new times are looked for."
                : "The meeting with {clinician} was cancelled.",
        });
    }

    /// <summary>A meeting that is held in another project's has become what that one is.</summary>
    private static async Task FollowAsync(IStoreWriter writer, ClinicianFacts facts, Meeting next, Instant now, CancellationToken cancellationToken)
    {
        var before = facts.OpenMeeting!;
        writer.Update(next);
        var words = next switch
        {
            { State: MeetingState.Agreed } when before.State == MeetingState.Proposed => $"{{clinician}} agreed to {MeetingTime.Long(next.Start)}, in the meeting that you join.",
            { IsOpen: true } when before.Start != next.Start => $"The meeting with {{clinician}} that you join was moved to {MeetingTime.Long(next.Start)}.",
            { IsOpen: true } => null,
            { State: MeetingState.Declined } => "{clinician} declined the meeting that you were to join.",
            _ => "The meeting with {clinician} that you were to join will not take place.",
        };
        if (words is not null)
            FactParts.Happened(writer, facts.Member, now, "meeting.followed", words, AuditActor.Workflow);
        if (next.IsOpen)
            return;
        await FactParts.SettleAsync(writer, facts.Project.Id, t => t.MeetingId == next.Id, now, cancellationToken);
        writer.Nudge(Instances.Of(facts.Project.Id));
    }

    /// <summary>Whoever joins a meeting of this member is told that it is not as it was.</summary>
    private static async Task NudgeWhoJoinsAsync(IStoreWriter writer, ClinicianFacts facts, CancellationToken cancellationToken)
    {
        foreach (var meeting in facts.Meetings.TakeLast(2))
        {
            MeetingId? id = meeting.Id;
            foreach (var joined in await writer.ListAsync<Meeting>(m => m.SharedWith == id, cancellationToken))
                if (joined.IsOpen && SharedMeetings.Follow(joined, meeting) is not null)
                    writer.Nudge(Instances.Of(joined.MemberId));
        }
    }

    private async Task<ClinicianFacts?> LoadAsync(IStoreReader reader, PanelMemberId id, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync<PanelMember>(id, cancellationToken) is not { } member
            || await reader.FindAsync<Project>(member.ProjectId, cancellationToken) is not { } project
            || await reader.FindAsync<Clinician>(member.Email, cancellationToken) is not { } clinician)
            return null;
        var since = clock.GetCurrentInstant() - UnaskedMessages.Window(options);
        Meeting[] meetings = [.. (await reader.ListAsync<Meeting>(m => m.MemberId == id, cancellationToken)).OrderBy(m => m.Number)];
        return new ClinicianFacts
        {
            Project = project,
            Member = member,
            Clinician = clinician,
            Meetings = meetings,
            SharedMeeting = meetings.LastOrDefault(m => m.IsOpen)?.SharedWith is { } shared ? await reader.FindAsync<Meeting>(shared, cancellationToken) : null,
            Effects = await reader.ListAsync<Effect>(e => e.MemberId == id, cancellationToken),
            Tasks = await reader.ListAsync<PersonTask>(t => t.MemberId == id, cancellationToken),
            Concerns = await reader.ListAsync<Concern>(c => c.MemberId == id, cancellationToken),
            Figures = [.. (await reader.ListAsync<FactQuestion>(q => q.ProjectId == project.Id && q.AnsweredAt != null, cancellationToken))
                .Where(q => q.MemberId == id || q.ShownTo.Contains(id)).OrderBy(q => q.AnsweredAt)],
            UnaskedMessages = await UnaskedMessages.ToAsync(reader, member.Email, since, cancellationToken),
        };
    }
}
