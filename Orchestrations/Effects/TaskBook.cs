using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Effects;

/// <summary>Opens tasks, with their line in the timeline.</summary>
internal static class TaskBook
{
    public static PersonTask Open(
        IStoreWriter writer, ProjectId project, TaskKind kind, string cause, string what, string ifNothing, Instant now, Instant due,
        PanelMemberId? member = null, MeetingId? meeting = null, ConcernId? concern = null, UpdateId? update = null, EffectId? effect = null,
        TaskFor forWhom = TaskFor.Lead)
    {
        var task = new PersonTask
        {
            Id = PersonTask.IdFor(project, kind, cause),
            ProjectId = project,
            MemberId = member,
            MeetingId = meeting,
            ConcernId = concern,
            UpdateId = update,
            EffectId = effect,
            Kind = kind,
            For = forWhom,
            What = what,
            IfNothing = ifNothing,
            OpenedAt = now,
            DueAt = due,
        };
        writer.Add(task);
        writer.Audit(new AuditEvent
        {
            ProjectId = project,
            MemberId = member,
            At = now,
            Actor = AuditActor.Workflow,
            What = "task.opened",
            Words = forWhom == TaskFor.CoLead ? $"A task waits for the co-lead: {what}" : $"A task waits for you: {what}",
        });
        return task;
    }
}
