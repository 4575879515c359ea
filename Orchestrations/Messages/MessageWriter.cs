using System.Diagnostics;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>Gathers what a message says from the facts at the moment it is drafted.</summary>
public sealed class MessageWriter(IEngagementStore store, ILinks links)
{
    private static readonly Duration LinksLast = Duration.FromDays(60);

    internal async Task<Message> WriteAsync(EffectContext context, CancellationToken cancellationToken)
    {
        var message = await store.ReadAsync((reader, token) => WriteAsync(reader, context, token), cancellationToken);
        return context.Host.Email == context.Project.Lead.Email ? message : message with { Host = context.Host };
    }

    /// <summary>The copy of an update that somebody on the panel would get as things stand; null where there is no such update or member of the project.</summary>
    public Task<Message.Progress?> PreviewAsync(ProjectId projectId, UpdateId updateId, PanelMemberId memberId, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Project>(projectId, token) is not { } project
                || await reader.FindAsync<Update>(updateId, token) is not { } update || update.ProjectId != projectId
                || await reader.FindAsync<PanelMember>(memberId, token) is not { } member || member.ProjectId != projectId)
                return null;
            var role = (await reader.FindAsync<Clinician>(member.Email, token))?.Role;
            return await ProgressAsync(
                reader, project, member, update, new Person(member.Name, member.Email, Role: role), links.SendWords(member.Id, update.SendAt + LinksLast), update.SendAt, token);
        },
        cancellationToken);

    private async Task<Message> WriteAsync(IStoreReader reader, EffectContext context, CancellationToken cancellationToken)
    {
        var project = context.Project;
        var member = context.Member ?? throw new InvalidOperationException($"A mail of kind {context.Effect.Kind} is to somebody.");
        var to = new Person(member.Name, member.Email, Role: context.Clinician?.Role);
        var expires = context.Effect.IntendedAt + LinksLast;
        var words = links.SendWords(member.Id, expires);
        var kept = context.Clinician is { PointsOutOfMail: true };
        var meeting = context.Meeting is { } booked ? WithOffersAhead(booked, context.Effect.IntendedAt) : null;
        switch (context.Effect.Kind)
        {
            case EffectKind.SendFirstMessage:
                return new Message.First(member.FirstMessageWords ?? project.FirstMessageWords, meeting!, AnswerLink()) { Project = project, To = to };
            case EffectKind.SendOtherTimes:
                var before = (await reader.ListAsync<Meeting>(m => m.MemberId == member.Id, cancellationToken)).Where(m => m.Number < meeting!.Number).MaxBy(m => m.Number);
                return new Message.OtherTimes(meeting!, OfferReasons.After(before, member), AnswerLink()) { Project = project, To = to };
            case EffectKind.SendReminder:
                return new Message.Reminder(meeting!, AnswerLink()) { Project = project, To = to };
            case EffectKind.SendBrief:
                var concerns = await reader.ListAsync<Concern>(c => c.MemberId == member.Id && c.ClosedAt == null, cancellationToken);
                var facts = BriefFacts.For(project.Plan.Facts, context.Clinician?.Specialty ?? "");
                return new Message.Brief(meeting!, facts, kept ? [] : [.. concerns.OrderBy(c => c.RaisedAt).Select(c => c.Words)], words)
                {
                    Project = project,
                    To = to,
                    FactsShown = [.. facts.Select(f => f.Number)],
                };
            case EffectKind.SendHostBrief:
                return new Message.HostBrief(meeting!, member.Name, context.Clinician?.Role ?? "", member.Reason) { Project = project, To = context.Host };
            case EffectKind.SendOutcomeReminder:
                return new Message.OutcomeReminder(meeting!, member.Name) { Project = project, To = project.AtTheDesk };
            case EffectKind.SendResponse:
                return new Message.Response(
                    Said(context.Concern!), context.Concern!.Response!, context.Concern.Kind == ConcernKind.Suggestion,
                    links.GiveVerdict(member.Id, context.Concern.VerdictQuestion!.Value, expires), kept)
                { Project = project, To = to };
            case EffectKind.SendUnderstanding:
                return new Message.Understanding(
                    context.Concern!.Paraphrase!, context.Concern.Kind == ConcernKind.Suggestion,
                    links.ConfirmUnderstanding(member.Id, context.Concern.UnderstandingQuestion!.Value, expires))
                { Project = project, To = to };
            case EffectKind.SendExplanation:
                return new Message.Explanation(
                    Said(context.Concern!), context.Concern!.Explanation!, context.Concern.Kind == ConcernKind.Suggestion, kept)
                { Project = project, To = to };
            case EffectKind.SendConcernReminder:
                // Once its owner has written an answer, it is the lead's to send.
                var owner = context.Concern!.ProposedAt is null && context.Concern.Owner is { } named && named.Email != project.Lead.Email ? named : project.AtTheDesk;
                return new Message.ConcernDue(
                    member.Name, kept ? null : Said(context.Concern), context.Concern, false,
                    owner.Email == project.Lead.Email || owner.Email == project.CoLead?.Email ? null : links.ProposeAnswer(member.Id, context.Concern.Id, expires))
                { Project = project, To = owner };
            case EffectKind.SendConcernOverdue:
                return new Message.ConcernDue(member.Name, kept ? null : Said(context.Concern!), context.Concern!, true) { Project = project, To = project.CoLead ?? project.Lead };
            case EffectKind.SendUpdate:
                var update = await reader.FindAsync<Update>(context.Effect.UpdateId!.Value, cancellationToken)
                    ?? throw new InvalidOperationException($"Update {context.Effect.UpdateId} is not in the store.");
                return await ProgressAsync(reader, project, member, update, to, words, context.Effect.IntendedAt, cancellationToken);
            case EffectKind.SendFigureAnswer:
                var asked = await QuestionAsync();
                return new Message.FigureAnswer(asked.Words, asked.Answer!, asked.Was!, asked.IsNow) { Project = project, To = to, FactsShown = [asked.FactNumber!.Value] };
            case EffectKind.SendCorrection:
                var wrong = await QuestionAsync();
                return new Message.Correction(wrong.Was!, wrong.IsNow!, wrong.Answer!) { Project = project, To = to, FactsShown = [wrong.FactNumber!.Value] };
            default:
                throw new UnreachableException($"{context.Effect.Kind} is not a mail.");
        }

        async Task<FactQuestion> QuestionAsync() => await reader.FindAsync<FactQuestion>(context.Effect.QuestionId!.Value, cancellationToken)
            ?? throw new InvalidOperationException($"Question {context.Effect.QuestionId} is not in the store.");

        Uri AnswerLink() => links.AnswerTimes(member.Id, meeting!.Id, meeting.Offers.Select(o => o.Start).Append(meeting.Start).Max());
    }

    private static async Task<Message.Progress> ProgressAsync(
        IStoreReader reader, Project project, PanelMember member, Update update, Person to, Uri words, Instant at, CancellationToken cancellationToken)
    {
        var points = await reader.ListAsync<MeasurePoint>(p => p.ProjectId == project.Id, cancellationToken);
        var updates = await reader.ListAsync<Update>(u => u.ProjectId == project.Id, cancellationToken);
        var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == project.Id, cancellationToken);
        var examples = await reader.ListAsync<PracticeExample>(e => e.ProjectId == project.Id, cancellationToken);
        var mails = (await reader.ListAsync<Effect>(e => e.MemberId == member.Id, cancellationToken)).Where(e => e.State is EffectState.Done or EffectState.Uncertain).ToArray();
        var received = mails.Where(e => e.Kind == EffectKind.SendUpdate).Select(e => e.UpdateId).OfType<UpdateId>().ToHashSet();
        var contacted = mails.Where(e => e.Kind == EffectKind.SendFirstMessage).Min(e => e.DoneAt) ?? member.SpokenAt ?? at;
        var told = UpdateCatchUp.For(update, updates, received, contacted);
        // Between draft and sending, consent or agreement may have been withdrawn.
        if (told.Story is { } story && !UpdateComposer.Stories(project.Plan, examples, members).Contains(story))
            told = told with { Story = null };

        var keepOut = await Panels.KeepPointsOutAsync(reader, cancellationToken);
        var kept = members.Where(m => keepOut.Contains(m.Email)).Select(m => m.Id).ToHashSet();
        var own = told.YouSaidWeDid.Where(p => p.By == member.Id).ToArray();
        return new Message.Progress(
            told,
            kept.Contains(member.Id) ? [] : own,
            [.. told.YouSaidWeDid.Where(p => p.By != member.Id && !kept.Contains(p.By))],
            [.. points.OrderBy(p => p.Date)],
            words,
            AnswerKept: own.Length > 0 && kept.Contains(member.Id),
            AsksForView: !update.Final && member.ViewWantedAt is { } wanted && !mails.Any(e => e.Kind == EffectKind.SendUpdate && e.DoneAt > wanted))
        { Project = project, To = to };
    }

    private static string Said(Concern concern) => concern.Paraphrase ?? concern.Words;

    // A reminder goes days after the offer: an alternative that has passed, or is tomorrow's, is none.
    private static Meeting WithOffersAhead(Meeting meeting, Instant at) => meeting with
    {
        Offers = [.. meeting.Offers.Where(o => o.Start == meeting.Start || o.Start > at + Duration.FromDays(1))],
    };
}
