using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;
using static ClinicalEngagement.Domain.Projects.ProjectDecision;

namespace ClinicalEngagement.Domain.Projects;

/// <summary>Everything that is known of a project as a whole when it is decided what comes next.</summary>
public sealed record ProjectFacts
{
    /// <summary>The project.</summary>
    public required Project Project { get; init; }

    /// <summary>The panel.</summary>
    public required IReadOnlyList<PanelMember> Members { get; init; }

    /// <summary>The clinicians who asked for no more messages.</summary>
    public required IReadOnlySet<EmailAddress> NoMore { get; init; }

    /// <summary>All meetings.</summary>
    public required IReadOnlyList<Meeting> Meetings { get; init; }

    /// <summary>All concerns and suggestions.</summary>
    public required IReadOnlyList<Concern> Concerns { get; init; }

    /// <summary>All effects of the project.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    /// <summary>All tasks of the project, done ones included.</summary>
    public required IReadOnlyList<PersonTask> Tasks { get; init; }

    /// <summary>What is open on the panel's checklist.</summary>
    public IReadOnlyList<PanelReminder> Reminders { get; init; } = [];

    /// <summary>Who was put on the panel and has no place in its order yet.</summary>
    public IReadOnlyList<PanelMember> Newcomers => [.. Members.Where(m => m.LeftAt is null && m.Order == 0)];

    /// <summary>True when that task was opened before, done or not.</summary>
    public bool HasTask(TaskKind kind, string cause)
    {
        var id = PersonTask.IdFor(Project.Id, kind, cause);
        return Tasks.Any(t => t.Id == id);
    }
}

/// <summary>What to do next for a project as a whole.</summary>
public abstract record ProjectDecision
{
    private ProjectDecision()
    {
    }

    /// <summary>The project is closed.</summary>
    public sealed record Finished : ProjectDecision;

    /// <summary>Nothing until that moment, or until something happens when it is null.</summary>
    public sealed record Wait(Instant? Until) : ProjectDecision;

    /// <summary>Look the panel, or who was added to it, up; put them in order with reasons; make gaps tasks.</summary>
    public sealed record Identify(string Cause) : ProjectDecision;

    /// <summary>Plan the first times of everybody who may be met, together, before any of them is started.</summary>
    public sealed record PlanPanel : ProjectDecision;

    /// <summary>Start what has not been started: panel members and updates.</summary>
    public sealed record Start(IReadOnlyList<PanelMember> Members, bool Updates) : ProjectDecision;

    /// <summary>Open a task.</summary>
    public sealed record AskLead(
        TaskKind Kind, string Cause, Instant Due, string What, string IfNothing, PanelMemberId? Member = null, ConcernId? Concern = null,
        TaskFor For = TaskFor.Lead) : ProjectDecision;

    /// <summary>What a task asked for was done elsewhere.</summary>
    public sealed record Settle(PersonTask Task) : ProjectDecision;

    /// <summary>Remind who owns a concern that its answer is due.</summary>
    public sealed record RemindOwner(Concern Concern, string Cause) : ProjectDecision;

    /// <summary>Tell the co-lead that a concern is overdue.</summary>
    public sealed record TellCoLead(Concern Concern, string Cause) : ProjectDecision;
}

/// <summary>The protocol of a project as a whole: identify, check readiness, start, watch every stage, end.</summary>
public static class ProjectProtocol
{
    /// <summary>Decides from facts alone; the same facts and time give the same decision.</summary>
    public static ProjectDecision Next(ProjectFacts facts, Instant now, EngagementOptions options)
    {
        var project = facts.Project;
        // What was raised before the closing is still owed an answer.
        if (project.State == ProjectState.Closed)
            return ListeningProtocol.HasOpen(facts) ? ListeningProtocol.Next(facts, now, options) : new Finished();
        if (project.IdentifiedAt is null)
            // Given to a person after hours of failure, it is theirs to have it tried again.
            return facts.Effects.Any(e => e.Kind == EffectKind.IdentifyPanel) ? new Wait(null) : new Identify(project.Id.ToString());
        if (facts.Newcomers is { Count: > 0 } newcomers && IdentifyCause(project.Id, newcomers) is var newcomersCause
            && !facts.Effects.Any(e => e.Kind == EffectKind.IdentifyPanel && e.Cause == newcomersCause))
            return new Identify(newcomersCause);

        var readiness = PlanReadiness.Of(project.Plan);
        var planCause = $"{project.Id}/{project.PlanVersion}";
        // One task while the gate is shut: a change that leaves it shut only says anew what is wanting.
        if (!readiness.WiderPanelOpen && !facts.HasTask(TaskKind.CompletePlan, planCause)
            && !facts.Tasks.Any(t => t is { Kind: TaskKind.CompletePlan, DoneAt: null }))
            return new AskLead(
                TaskKind.CompletePlan, planCause, WorkingTime.AddWorkingDays(now, 5, project.Nation),
                readiness.WhatToDo, readiness.IfNothing(options.EarlyConversations));

        var toStart = facts.Members
            .Where(m => m.LeftAt is null && m.Order > 0 && !facts.Effects.Any(e => e.Kind == EffectKind.StartMember && e.MemberId == m.Id))
            .OrderBy(m => m.Order)
            .ToArray();
        if (toStart.Length > 0 && !facts.Effects.Any(e => e.Kind is EffectKind.PlanPanel or EffectKind.StartMember))
            return new PlanPanel();
        var startUpdates = !facts.Effects.Any(e => e.Kind == EffectKind.StartUpdates);
        if (toStart.Length > 0 || startUpdates)
            return new Start(toStart, startUpdates);

        if (facts.Reminders.Count > 0 && PanelTask(facts, now) is { } check)
            return check;

        var heard = ListeningProtocol.Next(facts, now, options);
        if (heard is not Wait listening || project.State == ProjectState.Paused)
            return heard;
        var watched = WatchStage(facts, now, options);
        return watched is Wait watching ? new Wait(Earlier(watching.Until, listening.Until)) : watched;
    }

    // A checklist is a task, never silence: one at a time, and anew when something else has come to be missing.
    private static AskLead? PanelTask(ProjectFacts facts, Instant now)
    {
        var cause = $"{facts.Project.Id}/{StableId.From([.. facts.Reminders.Select(r => r.Key)]):N}";
        return facts.HasTask(TaskKind.CheckPanel, cause) || facts.Tasks.Any(t => t is { Kind: TaskKind.CheckPanel, DoneAt: null })
            ? null
            : new AskLead(
                TaskKind.CheckPanel, cause, WorkingTime.AddWorkingDays(now, 5, facts.Project.Nation),
                $"Look at the panel: {(facts.Reminders.Count == 1 ? "one thing" : $"{facts.Reminders.Count} things")} to think of, such as who is missing.",
                "The panel is met as it is.");
    }

    // By who they are: somebody added while others are being looked up is looked up too.
    private static string IdentifyCause(ProjectId project, IReadOnlyList<PanelMember> newcomers) =>
        $"{project}/{StableId.From([.. newcomers.Select(m => m.Id).OrderBy(id => id.Value).Cast<object>()]):N}";

    private static Instant? Earlier(Instant? a, Instant? b) => a is { } first && b is { } second ? Instant.Min(first, second) : a ?? b;

    private static ProjectDecision WatchStage(ProjectFacts facts, Instant now, EngagementOptions options)
    {
        var project = facts.Project;
        var redAt = InvolvementByStage.RedAt(project, options);
        if (now < redAt)
            return new Wait(redAt);
        var cause = $"{project.Id}/{project.Stage}/{project.StageSince}";
        var without = InvolvementByStage.WithoutContact(project, facts.Members, facts.NoMore, facts.Meetings, facts.Concerns, facts.Effects).Count;
        if (facts.HasTask(TaskKind.StageWithoutContact, cause))
        {
            var id = PersonTask.IdFor(project.Id, TaskKind.StageWithoutContact, cause);
            return without == 0 && facts.Tasks.FirstOrDefault(t => t.Id == id && t.DoneAt is null) is { } settled ? new Settle(settled) : new Wait(null);
        }

        return without == 0
            ? new Wait(null)
            : new AskLead(
                TaskKind.StageWithoutContact, cause, WorkingTime.AddWorkingDays(now, 5, project.Nation),
                $"{without} of the panel had no contact in “{StageWords.Of(project.Stage)}”. See who, with the lightest contact that fits each, and choose.",
                "The stage stays red on the involvement page.");
    }
}
