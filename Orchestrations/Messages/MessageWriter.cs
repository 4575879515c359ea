using System.Diagnostics;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Messages;

/// <summary>Gathers what a message says from the facts at the moment it is drafted.</summary>
public sealed class MessageWriter(IEngagementStore store, ILinks links)
{
    private static readonly Duration WordsLinkLasts = Duration.FromDays(60);

    internal async Task<Message> WriteAsync(EffectContext context, CancellationToken cancellationToken)
    {
        var message = await store.ReadAsync((reader, token) => WriteAsync(reader, context, token), cancellationToken);
        return context.Host.Email == context.Project.Lead.Email ? message : message with { Host = context.Host };
    }

    private async Task<Message> WriteAsync(IStoreReader reader, EffectContext context, CancellationToken cancellationToken)
    {
        var project = context.Project;
        var member = context.Member ?? throw new InvalidOperationException($"A mail of kind {context.Effect.Kind} is to somebody.");
        var to = new Person(member.Name, member.Email, Role: context.Clinician?.Role);
        var words = links.SendWords(member.Id, context.Effect.IntendedAt + WordsLinkLasts);
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
                return new Message.Brief(meeting!, facts, [.. concerns.OrderBy(c => c.RaisedAt).Select(c => c.Words)], words)
                {
                    Project = project,
                    To = to,
                    FactsShown = [.. facts.Select(f => f.Number)],
                };
            case EffectKind.SendHostBrief:
                return new Message.HostBrief(meeting!, member.Name, context.Clinician?.Role ?? "", member.Reason) { Project = project, To = context.Host };
            case EffectKind.SendOutcomeReminder:
                return new Message.OutcomeReminder(meeting!, member.Name) { Project = project, To = project.Lead };
            case EffectKind.SendResponse:
                var concern = await reader.FindAsync<Concern>(context.Effect.ConcernId!.Value, cancellationToken)
                    ?? throw new InvalidOperationException($"Concern {context.Effect.ConcernId} is not in the store.");
                return new Message.Response(
                    concern.Paraphrase ?? concern.Words, concern.Response!, concern.Kind == ConcernKind.Suggestion)
                { Project = project, To = to };
            case EffectKind.SendUpdate:
                var update = await reader.FindAsync<Update>(context.Effect.UpdateId!.Value, cancellationToken)
                    ?? throw new InvalidOperationException($"Update {context.Effect.UpdateId} is not in the store.");
                var points = await reader.ListAsync<MeasurePoint>(p => p.ProjectId == project.Id, cancellationToken);
                return new Message.Progress(
                    update,
                    [.. update.YouSaidWeDid.Where(y => y.By == member.Id)],
                    [.. update.YouSaidWeDid.Where(y => y.By != member.Id)],
                    [.. points.OrderBy(p => p.Date)],
                    words)
                { Project = project, To = to };
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

    // A reminder goes days after the offer: an alternative that has passed, or is tomorrow's, is none.
    private static Meeting WithOffersAhead(Meeting meeting, Instant at) => meeting with
    {
        Offers = [.. meeting.Offers.Where(o => o.Start == meeting.Start || o.Start > at + Duration.FromDays(1))],
    };
}
