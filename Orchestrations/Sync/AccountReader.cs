using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Sync;

/// <summary>
/// Notices when the account of a lead or a clinician is gone from the directory, or disabled: somebody left, and invitations and
/// updates go on to nobody. Run once a day; running it twice changes nothing.
/// </summary>
public sealed class AccountReader(IEngagementStore store, IDirectory directory, IClock clock)
{
    /// <summary>Looks at everybody of the projects that are not closed.</summary>
    /// <returns>How many tasks were opened or closed; 0 as well when the directory cannot be asked now.</returns>
    public async Task<int> ReadAllAsync(CancellationToken cancellationToken)
    {
        var (projects, members) = await store.ReadAsync(
            async (reader, token) => (
                await reader.ListAsync<Project>(p => p.ClosedAt == null && p.IdentifiedAt != null, token),
                await reader.ListAsync<PanelMember>(m => m.LeftAt == null, token)),
            cancellationToken);
        if (projects.Count == 0)
            return 0;
        var panels = members.ToLookup(m => m.ProjectId);
        EmailAddress[] everybody = [.. projects.SelectMany(p => panels[p.Id].Select(m => m.Email).Prepend(p.Lead.Email)).Distinct().Order()];
        if (await directory.FindAsync(everybody, cancellationToken) is not PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Answered { Value: var found })
            return 0;

        // Nobody at all is a directory that answers for another tenant, not a trust that has emptied overnight.
        if (found.Count == 0)
            return 0;
        return await store.WriteAsync(
            async (writer, token) =>
            {
                var news = 0;
                foreach (var project in projects)
                {
                    news += await LookAsync(
                        writer, project, project.Lead.Email, null, TaskKind.LeadAccountGone, $"{project.Lead.Email}/gone",
                        "The account of the project lead is gone from the directory, or disabled. Hand the project over, or ask your IT department to bring it back.",
                        "Nothing more is arranged or sent in this project.", found, token, project.CoLead is null ? TaskFor.Lead : TaskFor.CoLead) ? 1 : 0;
                    await StopOrGoOnAsync(writer, project.Id, found.GetValueOrDefault(project.Lead.Email) is { Enabled: true }, token);
                    foreach (var member in panels[project.Id])
                        // An address that was wrong from the beginning has its task already.
                        if (await writer.FindAsync<PersonTask>(PersonTask.IdFor(project.Id, TaskKind.CheckAddress, member.Id.ToString()), token) is null)
                            news += await LookAsync(
                                writer, project, member.Email, member.Id, TaskKind.CheckAddress, $"{member.Id}/gone",
                                "Ask whether {clinician} is still with you: the directory does not know their account any more, or it is disabled.",
                                "Invitations and updates go on to an address that nobody may read.", found, token) ? 1 : 0;
                }

                return news;
            },
            cancellationToken);
    }

    /// <summary>In the name of somebody who is gone nothing more is sent.</summary>
    private async Task StopOrGoOnAsync(IStoreWriter writer, ProjectId id, bool isThere, CancellationToken cancellationToken)
    {
        if (await writer.FindAsync<Project>(id, cancellationToken) is not { } project || project.SendingStoppedAt is null == isThere)
            return;
        var now = clock.GetCurrentInstant();
        writer.Update(project with { SendingStoppedAt = isThere ? null : now });
        writer.Audit(new AuditEvent
        {
            ProjectId = id,
            At = now,
            Actor = AuditActor.Workflow,
            What = isThere ? "project.sending-goes-on" : "project.sending-stopped",
            Words = isThere ? "The lead’s account is back; the engagement goes on." : "The lead’s account is gone or disabled; nothing more is arranged or sent.",
        });
        if (isThere)
            await HandOverFacts.NudgeAllAsync(writer, id, cancellationToken);
    }

    private async Task<bool> LookAsync(
        IStoreWriter writer, Project project, EmailAddress address, PanelMemberId? member, TaskKind kind, string cause, string what, string ifNothing,
        IReadOnlyDictionary<EmailAddress, DirectoryPerson> found, CancellationToken cancellationToken, TaskFor forWhom = TaskFor.Lead)
    {
        var now = clock.GetCurrentInstant();
        var task = await writer.FindAsync<PersonTask>(PersonTask.IdFor(project.Id, kind, cause), cancellationToken);
        var isThere = found.GetValueOrDefault(address) is { Enabled: true };
        if (isThere && task is { DoneAt: null })
        {
            writer.Update(task with { DoneAt = now });
            return true;
        }

        if (isThere || task is not null)
            return false;
        TaskBook.Open(writer, project.Id, kind, cause, what, ifNothing, now, WorkingTime.AddWorkingDays(now, 2, project.Nation), member, forWhom: forWhom);
        return true;
    }
}
