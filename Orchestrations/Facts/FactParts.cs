using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using static ClinicalEngagement.Orchestrations.Facts.FactResult;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>What every fact is made of besides its own change: the tasks it settles, its line in the timeline, the nudge.</summary>
internal static class FactParts
{
    public static async Task SettleAsync(
        IStoreWriter writer, ProjectId project, Func<PersonTask, bool> settled, Instant now, CancellationToken cancellationToken)
    {
        foreach (var task in await writer.ListAsync<PersonTask>(t => t.ProjectId == project && t.DoneAt == null, cancellationToken))
            if (settled(task))
                writer.Update(task with { DoneAt = now });
    }

    public static async Task<PanelMember> MemberAsync(IStoreReader reader, PanelMemberId id, CancellationToken cancellationToken) =>
        await reader.FindAsync<PanelMember>(id, cancellationToken) ?? throw new InvalidOperationException($"Panel member {id} is not in the store.");

    public static async Task<Nation> NationAsync(IStoreReader reader, ProjectId id, CancellationToken cancellationToken) =>
        (await reader.FindAsync<Project>(id, cancellationToken))?.Nation ?? Nation.England;

    public static void Happened(IStoreWriter writer, PanelMember member, Instant now, string what, string words, AuditActor actor = AuditActor.Lead) =>
        Happened(writer, member.ProjectId, now, what, words, member.Id, actor);

    public static void Happened(
        IStoreWriter writer, ProjectId project, Instant now, string what, string words, PanelMemberId? member = null, AuditActor actor = AuditActor.Lead) =>
        writer.Audit(new AuditEvent { ProjectId = project, MemberId = member, At = now, Actor = actor, What = what, Words = words });

    public static void Nudge(IStoreWriter writer, PanelMember member)
    {
        writer.Nudge(Instances.Of(member.Id));
        writer.Nudge(Instances.Of(member.ProjectId));
    }

    public static Refused NotFound(string what) => new($"This {what} is not here any more. Go back to the project and look again.");

    public static Task<FactResult> Ok() => Task.FromResult<FactResult>(Recorded.Ok);
}
