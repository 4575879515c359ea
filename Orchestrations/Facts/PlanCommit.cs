using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Intake;
using ClinicalEngagement.Orchestrations.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Why a plan changes.</summary>
internal sealed record PlanReason
{
    /// <summary>Because of whom, or null.</summary>
    public PanelMemberId? Member { get; init; }

    /// <summary>What of theirs led to it: suggestion, concern, question; empty when nobody did.</summary>
    public string What { get; init; } = "";

    /// <summary>The concern or suggestion, or null.</summary>
    public ConcernId? Concern { get; init; }

    /// <summary>True when they may be named: more people see a timeline than those who lead.</summary>
    public bool Named { get; init; } = true;

    /// <summary>Why, in words, or null.</summary>
    public string? Words { get; init; }

    /// <summary>True when a patient's consent was withdrawn.</summary>
    public bool StoryWithdrawn { get; init; }

    public static PlanReason From(Concern? concern, string? words) => new()
    {
        Member = concern?.MemberId,
        Concern = concern?.Id,
        Named = concern?.CreditAgreed ?? true,
        What = concern is null ? "" : concern.Kind == ConcernKind.Suggestion ? "suggestion" : "concern",
        Words = string.IsNullOrWhiteSpace(words) ? null : words.Trim(),
    };
}

/// <summary>Makes a plan's next version, with all that follows from it.</summary>
internal static class PlanCommit
{
    /// <summary>Stores the version and its audit event; the gate's task and the panel's follow.</summary>
    public static async Task<int> NextVersionAsync(
        IStoreWriter writer, Project project, Plan plan, PlanReason reason, Instant now, EngagementOptions options, CancellationToken cancellationToken)
    {
        var changed = PlanSections.Changed(project.Plan, plan).Select(PlanSections.Words).ToArray();
        var number = project.PlanVersion + 1;
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
            BecauseOf = reason.Member,
            ConcernId = reason.Concern,
            Why = reason.Words,
            StoryWithdrawn = reason.StoryWithdrawn,
        });
        var credit = reason.Member is null ? null : $"Because of {(reason.Named ? "{clinician}" : "a clinician")}’s {reason.What}.";
        writer.Audit(new AuditEvent
        {
            ProjectId = project.Id,
            MemberId = reason.Named ? reason.Member : null,
            At = now,
            Actor = AuditActor.Lead,
            What = reason.StoryWithdrawn ? "story.withdrawn" : "plan.changed",
            Words = $"You changed the plan: {string.Join(", ", changed)}. This is version {number}.",
            Why = string.Join(' ', new[] { credit, reason.Words }.Where(w => w is not null)) is { Length: > 0 } words ? words : null,
        });
        if (reason.Concern is { } id && await writer.FindAsync<Concern>(id, cancellationToken) is { } concern)
            writer.Update(concern with { PlanVersion = number, TakenInAt = now });
        await FollowGateAsync(writer, project, plan, now, options, cancellationToken);
        await PanelReminders.FollowAsync(writer, project.Id, now, cancellationToken);
        return number;
    }

    // The gate opens and shuts with the plan; while it is shut one task says what is wanting.
    private static async Task FollowGateAsync(
        IStoreWriter writer, Project project, Plan plan, Instant now, EngagementOptions options, CancellationToken cancellationToken)
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
}
