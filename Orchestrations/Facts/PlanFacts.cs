using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>
/// What a project lead changes of the plan and the panel once the engagement has begun. Each is committed with its audit event, the tasks
/// it settles and a nudge; doing the same thing twice changes nothing the second time. Values are checked at the door they come by.
/// </summary>
public sealed class PlanFacts(IEngagementStore store, IClock clock, EngagementOptions options)
{
    /// <summary>Changes one part of the plan, which makes its next version. What was shown to the lead must still stand.</summary>
    public Task<FactResult> ChangeAsync(ProjectId id, PlanChange change, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            var plan = PlanSections.Take(project.Plan, change.Section, NewProject.PlanFrom(change.Values));
            if (PlanSections.Changed(project.Plan, plan).Count == 0)
                return Recorded.Ok;
            var seen = change.SeenVersion == project.PlanVersion
                ? project.Plan
                : (await writer.FindAsync<PlanVersion>(PlanVersion.IdFor(id, change.SeenVersion), token))?.Plan;
            if (seen is null || !PlanSections.Same(change.Section, seen, project.Plan))
                return new Refused("Somebody changed this part of the plan after you opened the page. What you typed is still below: compare it with the plan, then save it again.");
            var because = change.BecauseOf is { } concern ? await writer.FindAsync<Concern>(concern, token) : null;
            if (because is not null && because.ProjectId != id)
                return new Refused("That concern or suggestion belongs to another project. Choose one of this project.");
            await CommitAsync(writer, project, plan, because, change.Why, now, token);
            return Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Puts checked candidates on the panel of a running engagement. Who is on it already stays as they are.</summary>
    public Task<FactResult> AddCliniciansAsync(ProjectId id, IReadOnlyList<ClinicianRequest> candidates, CancellationToken cancellationToken) => OnProjectAsync(
        id,
        async (writer, project, now, token) =>
        {
            foreach (var candidate in candidates)
            {
                if (await writer.FindAsync<PanelMember>(PanelMemberId.For(id, new EmailAddress(candidate.Email!)), token) is not null)
                    continue;
                var member = await NewProject.AddToPanelAsync(writer, project, candidate, token);
                Happened(writer, id, now, "panel.added", "You put {clinician} on the panel.", member: member.Id);
            }

            return Recorded.Ok;
        },
        cancellationToken);

    private async Task CommitAsync(
        IStoreWriter writer, Project project, Plan plan, Concern? because, string? why, Instant now, CancellationToken cancellationToken)
    {
        var changed = PlanSections.Changed(project.Plan, plan).Select(PlanSections.Words).ToArray();
        var number = project.PlanVersion + 1;
        var reason = string.IsNullOrWhiteSpace(why) ? null : why.Trim();
        // A project from before versions were kept begins its history here.
        if (await writer.FindAsync<PlanVersion>(PlanVersion.IdFor(project.Id, project.PlanVersion), cancellationToken) is null)
            writer.Add(NewProject.FirstVersion(project, AuditActor.Lead));
        writer.Update(project with { Plan = plan, PlanVersion = number });
        writer.Add(new PlanVersion
        {
            Id = PlanVersion.IdFor(project.Id, number),
            ProjectId = project.Id,
            Number = number,
            Plan = plan,
            At = now,
            By = AuditActor.Lead,
            Changed = changed,
            BecauseOf = because?.MemberId,
            ConcernId = because?.Id,
            Why = reason,
        });
        var credit = because is null ? null : $"Because of {{clinician}}\u2019s {(because.Kind == ConcernKind.Suggestion ? "suggestion" : "concern")}.";
        Happened(
            writer, project.Id, now, "plan.changed", $"You changed the plan: {string.Join(", ", changed)}. This is version {number}.",
            string.Join(' ', new[] { credit, reason }.Where(w => w is not null)) is { Length: > 0 } words ? words : null, because?.MemberId);
        await FollowGateAsync(writer, project, plan, now, cancellationToken);
    }

    // The gate opens and shuts with the plan; while it is shut one task says what is wanting.
    private async Task FollowGateAsync(IStoreWriter writer, Project project, Plan plan, Instant now, CancellationToken cancellationToken)
    {
        var (before, after) = (PlanReadiness.Of(project.Plan), PlanReadiness.Of(plan));
        foreach (var task in await writer.ListAsync<PersonTask>(t => t.ProjectId == project.Id && t.DoneAt == null, cancellationToken))
            if (task.Kind == TaskKind.CompletePlan)
                writer.Update(after.WiderPanelOpen
                    ? task with { DoneAt = now }
                    : task with { What = after.WhatToDo, IfNothing = after.IfNothing(options.EarlyConversations) });
        if (before.WiderPanelOpen == after.WiderPanelOpen)
            return;
        writer.Audit(new AuditEvent
        {
            ProjectId = project.Id,
            At = now,
            Actor = AuditActor.Workflow,
            What = after.WiderPanelOpen ? "gate.opened" : "gate.shut",
            Words = after.WiderPanelOpen ? "The plan is ready: the wider panel is met." : "The plan lacks something again: nobody further is asked for a meeting.",
            Why = after.WiderPanelOpen ? null : string.Join(' ', after.Gaps.Select(g => g.Words)),
        });
    }

    private Task<FactResult> OnProjectAsync(
        ProjectId id, Func<IStoreWriter, Project, Instant, CancellationToken, Task<FactResult>> change, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return new Refused("This project is not here any more. Go back to the home page and look again.");
            if (project.State == ProjectState.Closed)
                return new Refused("The project is closed.");
            var result = await change(writer, project, clock.GetCurrentInstant(), token);
            writer.Nudge(Instances.Of(id));
            writer.Nudge(Instances.UpdatesOf(id));
            foreach (var member in await writer.ListAsync<PanelMember>(m => m.ProjectId == id, token))
                writer.Nudge(Instances.Of(member.Id));
            return result;
        },
        cancellationToken);

    private static void Happened(
        IStoreWriter writer, ProjectId project, Instant now, string what, string words, string? why = null, PanelMemberId? member = null) =>
        writer.Audit(new AuditEvent { ProjectId = project, MemberId = member, At = now, Actor = AuditActor.Lead, What = what, Words = words, Why = why });
}
