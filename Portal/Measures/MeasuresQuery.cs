using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;

namespace ClinicalEngagement.Portal.Measures;

/// <summary>Reads what the measures are made of.</summary>
internal sealed class MeasuresQuery(IEngagementStore store)
{
    /// <summary>The measures of these projects, by name.</summary>
    public Task<MeasuresView> ReadAsync(IEnumerable<Project> projects, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            var all = new List<ProjectMeasures>();
            foreach (var project in projects.OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id.Value))
                all.Add(await OfAsync(reader, project, token));
            return new MeasuresView(all);
        },
        cancellationToken);

    /// <summary>The measures of one project, or null when there is none.</summary>
    public Task<ProjectMeasures?> FindAsync(ProjectId id, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) => await reader.FindAsync<Project>(id, token) is { } project ? await OfAsync(reader, project, token) : null, cancellationToken);

    private static async Task<ProjectMeasures> OfAsync(IStoreReader reader, Project project, CancellationToken cancellationToken)
    {
        var id = project.Id;
        return new ProjectMeasures(
            id, project.Name, project.Stage, project.State, project.SampleData,
            EngagementMeasures.Of(
                project,
                await reader.ListAsync<PanelMember>(m => m.ProjectId == id, cancellationToken),
                await reader.ListAsync<Meeting>(m => m.ProjectId == id, cancellationToken),
                await reader.ListAsync<Concern>(c => c.ProjectId == id, cancellationToken),
                await reader.ListAsync<Effect>(e => e.ProjectId == id, cancellationToken)));
    }
}
