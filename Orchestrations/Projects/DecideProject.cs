using System.Diagnostics;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Projects;

/// <summary>Decides what comes next for a project as a whole, and commits it.</summary>
public sealed class DecideProject(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics) : IActivity<Guid, Decided>
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
            var unfinished = facts.Effects
                .Where(e => e.State == EffectState.Intended && EffectOwners.Of(e.Kind) == EffectOwner.Project)
                .OrderBy(e => e.IntendedAt).ThenBy(e => e.Kind)
                .ThenBy(e => facts.Members.FirstOrDefault(m => m.Id == e.MemberId)?.Order ?? 0);
            var (due, waits) = await Departures.DueAsync(writer, unfinished, now, options, cancellationToken);
            if (due.Count > 0)
                return new Decided(due, null, false);

            var next = ProjectProtocol.Next(facts, now, options);
            metrics.Took(Protocols.Project, ProjectTransitions.Of(next));
            switch (next)
            {
                case ProjectDecision.Finished when waits is null:
                    return Decided.Finished;
                case ProjectDecision.Finished:
                    return Decided.Wait(waits);
                case ProjectDecision.Wait wait:
                    return Decided.Wait(wait.Until, waits);
                case ProjectDecision.Identify identify:
                    writer.Add(Intend.For(project.Id, EffectKind.IdentifyPanel, identify.Cause, now));
                    break;
                case ProjectDecision.PlanPanel:
                    writer.Add(Intend.For(project.Id, EffectKind.PlanPanel, project.Id.ToString(), now));
                    break;
                case ProjectDecision.Start start:
                    foreach (var member in start.Members)
                        writer.Add(Intend.For(project.Id, EffectKind.StartMember, member.Id.ToString(), now) with { MemberId = member.Id });
                    if (start.Updates)
                        writer.Add(Intend.For(project.Id, EffectKind.StartUpdates, project.Id.ToString(), now));
                    break;
                case ProjectDecision.AskLead ask:
                    TaskBook.Open(writer, project.Id, ask.Kind, ask.Cause, ask.What, ask.IfNothing, now, ask.Due, ask.Member, concern: ask.Concern, forWhom: ask.For);
                    break;
                case ProjectDecision.Settle settle:
                    writer.Update(settle.Task with { DoneAt = now });
                    break;
                case ProjectDecision.RemindOwner remind:
                    writer.Add(AboutConcern(remind.Concern, EffectKind.SendConcernReminder, remind.Cause, now));
                    break;
                case ProjectDecision.TellCoLead tell:
                    writer.Add(AboutConcern(tell.Concern, EffectKind.SendConcernOverdue, tell.Cause, now));
                    break;
                case var decision:
                    throw new UnreachableException($"Nothing commits {decision.GetType().Name}.");
            }
        }
    }

    // To a colleague of the project: no clinician gets anything.
    private static Effect AboutConcern(Concern concern, EffectKind kind, string cause, Instant now) =>
        Intend.For(concern.ProjectId, kind, cause, now) with { MemberId = concern.MemberId, ConcernId = concern.Id };

    private static async Task<ProjectFacts> LoadAsync(IStoreReader reader, Project project, CancellationToken cancellationToken)
    {
        var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == project.Id, cancellationToken);
        var clinicians = await Panels.CliniciansAsync(reader, members, cancellationToken);
        return new ProjectFacts
        {
            Project = project,
            Members = members,
            Reminders = PanelReminders.Open(project, members, clinicians),
            NoMore = await Panels.NoMoreAsync(reader, members, cancellationToken),
            Meetings = await reader.ListAsync<Meeting>(m => m.ProjectId == project.Id, cancellationToken),
            Concerns = await reader.ListAsync<Concern>(c => c.ProjectId == project.Id, cancellationToken),
            Effects = await reader.ListAsync<Effect>(e => e.ProjectId == project.Id, cancellationToken),
            Tasks = await reader.ListAsync<PersonTask>(t => t.ProjectId == project.Id, cancellationToken),
        };
    }
}
