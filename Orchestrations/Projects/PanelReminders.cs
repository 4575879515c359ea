using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Projects;

/// <summary>The panel's checklist as the store has it, and its task.</summary>
internal static class PanelReminders
{
    /// <summary>What nobody has dealt with yet.</summary>
    public static IReadOnlyList<PanelReminder> Open(
        Project project, IReadOnlyList<PanelMember> members, IReadOnlyDictionary<EmailAddress, Clinician> clinicians) =>
        [.. PanelChecklist.Of(project.Plan, [.. members.Where(m => m.LeftAt is null)], clinicians, project.SetAside).Where(r => r.IsOpen)];

    /// <summary>Settles the task once nothing on the checklist is open.</summary>
    public static async Task FollowAsync(IStoreWriter writer, ProjectId id, Instant now, CancellationToken cancellationToken)
    {
        if (await writer.FindAsync<Project>(id, cancellationToken) is not { } project)
            return;
        var members = await writer.ListAsync<PanelMember>(m => m.ProjectId == id, cancellationToken);
        if (Open(project, members, await Panels.CliniciansAsync(writer, members, cancellationToken)).Count > 0)
            return;
        foreach (var task in await writer.ListAsync<PersonTask>(t => t.ProjectId == id && t.DoneAt == null, cancellationToken))
            if (task.Kind == TaskKind.CheckPanel)
                writer.Update(task with { DoneAt = now });
    }
}
