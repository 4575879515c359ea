using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Orchestrations.Clinicians;

/// <summary>Reads the facts of every member of a panel, in the panel's order. Messages of other projects are left out: they bear on sending only.</summary>
internal static class PanelFacts
{
    public static async Task<IReadOnlyList<ClinicianFacts>> LoadAsync(IStoreReader reader, Project project, CancellationToken cancellationToken)
    {
        var id = project.Id;
        var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == id, cancellationToken);
        var meetings = (await reader.ListAsync<Meeting>(m => m.ProjectId == id, cancellationToken)).ToLookup(m => m.MemberId);
        var effects = (await reader.ListAsync<Effect>(e => e.ProjectId == id && e.MemberId != null, cancellationToken)).ToLookup(e => e.MemberId);
        var tasks = (await reader.ListAsync<PersonTask>(t => t.ProjectId == id, cancellationToken)).ToLookup(t => t.MemberId);
        var concerns = (await reader.ListAsync<Concern>(c => c.ProjectId == id, cancellationToken)).ToLookup(c => c.MemberId);
        var facts = new List<ClinicianFacts>();
        foreach (var member in members.OrderBy(m => m.Order).ThenBy(m => m.Id.Value))
            if (await reader.FindAsync<Clinician>(member.Email, cancellationToken) is { } clinician)
                facts.Add(new()
                {
                    Project = project,
                    Member = member,
                    Clinician = clinician,
                    Meetings = [.. meetings[member.Id].OrderBy(m => m.Number)],
                    Effects = [.. effects[member.Id]],
                    Tasks = [.. tasks[member.Id]],
                    Concerns = [.. concerns[member.Id]],
                    UnaskedMessages = [],
                });
        return facts;
    }
}
