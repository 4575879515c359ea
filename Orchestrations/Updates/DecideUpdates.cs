using System.Diagnostics;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Domain.Updates;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Updates;

/// <summary>Decides what comes next for a project's updates, and commits it.</summary>
public sealed class DecideUpdates(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics) : IActivity<Guid, Decided>
{
    /// <inheritdoc/>
    public Task<Decided> RunAsync(Guid input, CancellationToken cancellationToken) =>
        store.WriteAsync((writer, token) => DecideAsync(writer, new ProjectId(input), token), cancellationToken);

    private async Task<Decided> DecideAsync(IStoreWriter writer, ProjectId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await writer.FindAsync<Project>(id, cancellationToken) is not { } project)
                return Decided.Finished;
            // Whoever puts it right nudges.
            if (project.SendingStoppedAt is not null)
                return Decided.Wait(null);
            var facts = await LoadAsync(writer, project, cancellationToken);
            var now = clock.GetCurrentInstant();
            var unfinished = facts.Messages
                .Where(e => e.State == EffectState.Intended && EffectOwners.Of(e.Kind) == EffectOwner.Updates)
                .OrderBy(e => e.IntendedAt).ThenBy(e => facts.Members.FirstOrDefault(m => m.Id == e.MemberId)?.Order ?? 0);
            var (due, waits) = await Departures.DueAsync(writer, unfinished, now, options, cancellationToken);
            if (due.Count > 0)
                return new Decided(due, null, false);

            var next = UpdateProtocol.Next(facts, now, options);
            metrics.Took(Protocols.Updates, UpdateTransitions.Of(next));
            switch (next)
            {
                case UpdateDecision.Finished when waits is null:
                    return Decided.Finished;
                case UpdateDecision.Finished:
                    return Decided.Wait(waits);
                case UpdateDecision.Wait wait:
                    return Decided.Wait(wait.Until, waits);
                case UpdateDecision.Draft draft:
                    CommitDraft(writer, facts, draft, now);
                    break;
                case UpdateDecision.Redraft redraft:
                    writer.Update(redraft.Update);
                    foreach (var asked in facts.Tasks.Where(t => t.UpdateId == redraft.Update.Id && t.Kind == TaskKind.NothingNew && t.DoneAt is null))
                        writer.Update(asked with { DoneAt = now });
                    AskToReview(writer, facts, redraft.Update, now, redraft.Due);
                    break;
                case UpdateDecision.Send send:
                    CommitSend(writer, facts, send, now);
                    break;
                case UpdateDecision.Skip skip:
                    writer.Update(skip.Update with { State = UpdateState.Skipped });
                    CloseReview(writer, facts, skip.Update, now);
                    if (facts.Tasks.FirstOrDefault(t => t.Id == PersonTask.IdFor(project.Id, skip.Kind, skip.Update.Id.ToString())) is { } standing)
                        writer.Update(standing with { What = skip.What, IfNothing = skip.IfNothing, DueAt = skip.Due });
                    else if (skip.Due > now)
                        TaskBook.Open(writer, project.Id, skip.Kind, skip.Update.Id.ToString(), skip.What, skip.IfNothing, now, skip.Due, update: skip.Update.Id);
                    break;
                case var decision:
                    throw new UnreachableException($"Nothing commits {decision.GetType().Name}.");
            }
        }
    }

    private static void CommitDraft(IStoreWriter writer, UpdateFacts facts, UpdateDecision.Draft draft, Instant now)
    {
        var project = facts.Project;
        writer.Add(draft.Update);
        // The new draft takes in what an update that did not go would have said, so nobody need look at that one any more.
        foreach (var overtaken in facts.Tasks.Where(t => t.DoneAt is null && (t.Kind is TaskKind.NothingNew or TaskKind.UpdateNotApproved)))
            writer.Update(overtaken with { DoneAt = now });
        // The last update follows the lead's own closing words at once: there is nothing to wait for.
        if (draft.Update.Final)
            return;
        if (draft.Update.HasNews)
            AskToReview(writer, facts, draft.Update, now, draft.Due);
        else
            TaskBook.Open(
                writer, project.Id, TaskKind.NothingNew, draft.Update.Id.ToString(), "There is nothing new to tell in the next update yet. Enter a measure, an answer or a next step.",
                "No update goes.", now, draft.Due, update: draft.Update.Id);
    }

    private static void AskToReview(IStoreWriter writer, UpdateFacts facts, Update update, Instant now, Instant due)
    {
        if (!facts.HasTask(TaskKind.ReviewUpdate, update.Id.ToString()))
            TaskBook.Open(
                writer, facts.Project.Id, TaskKind.ReviewUpdate, update.Id.ToString(), "Look at the draft of the next update. Edit it or hold it if you wish.",
                facts.Project.UpdatesNeedApproval ? "It is not sent." : "It goes at its time.", now, due, update: update.Id);
    }

    private static void CommitSend(IStoreWriter writer, UpdateFacts facts, UpdateDecision.Send send, Instant now)
    {
        writer.Update(send.Update with { State = UpdateState.Sent });
        CloseReview(writer, facts, send.Update, now);
        foreach (var member in send.To.OrderBy(m => m.Order))
            writer.Add(Intend.For(member, EffectKind.SendUpdate, $"{send.Update.Id}/{member.Id}", now) with { UpdateId = send.Update.Id });
        writer.Audit(new AuditEvent
        {
            ProjectId = facts.Project.Id,
            At = now,
            Actor = AuditActor.Workflow,
            What = send.Update.Final ? "update.last" : "update.sent",
            Words = send.Update.Final
                ? $"The last update goes to {send.To.Count} clinicians."
                : $"Update {send.Update.Number} goes to {send.To.Count} clinicians.",
            Why = send.To.Count < facts.Members.Count ? "Left out: who was not contacted yet, asked for fewer, a rest or no more, waits for an answer to a reply, or had two messages in ten working days. They get what they missed with their next one." : null,
        });
    }

    private static void CloseReview(IStoreWriter writer, UpdateFacts facts, Update update, Instant now)
    {
        foreach (var task in facts.Tasks.Where(t => t.UpdateId == update.Id && t.Kind == TaskKind.ReviewUpdate && t.DoneAt is null))
            writer.Update(task with { DoneAt = now });
    }

    private async Task<UpdateFacts> LoadAsync(IStoreReader reader, Project project, CancellationToken cancellationToken)
    {
        var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == project.Id, cancellationToken);
        var since = clock.GetCurrentInstant() - UnaskedMessages.Window(options);
        var unasked = new Dictionary<EmailAddress, IReadOnlyList<Instant>>();
        foreach (var member in members)
            unasked[member.Email] = await UnaskedMessages.ToAsync(reader, member.Email, since, cancellationToken);
        return new UpdateFacts
        {
            Project = project,
            Members = members,
            NoMore = await Panels.NoMoreAsync(reader, members, cancellationToken),
            Updates = [.. (await reader.ListAsync<Update>(u => u.ProjectId == project.Id, cancellationToken)).OrderBy(u => u.Number)],
            Meetings = await reader.ListAsync<Meeting>(m => m.ProjectId == project.Id, cancellationToken),
            Concerns = await reader.ListAsync<Concern>(c => c.ProjectId == project.Id, cancellationToken),
            Examples = await reader.ListAsync<PracticeExample>(e => e.ProjectId == project.Id, cancellationToken),
            KeepPointsOut = await Panels.KeepPointsOutAsync(reader, cancellationToken),
            Points = [.. (await reader.ListAsync<MeasurePoint>(p => p.ProjectId == project.Id, cancellationToken)).OrderBy(p => p.Date)],
            Messages = await reader.ListAsync<Effect>(e => e.ProjectId == project.Id && e.Clinician != null, cancellationToken),
            UnaskedMessages = unasked,
            Tasks = await reader.ListAsync<PersonTask>(t => t.ProjectId == project.Id && t.UpdateId != null, cancellationToken),
        };
    }
}
