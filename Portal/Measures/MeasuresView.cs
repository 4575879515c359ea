using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Portal.Measures;

/// <summary>The measures of several projects and over all of them.</summary>
/// <param name="Projects">Each project's, by name.</param>
public sealed record MeasuresView(IReadOnlyList<ProjectMeasures> Projects)
{
    /// <summary>Over all of them.</summary>
    public EngagementMeasures Overall { get; } = EngagementMeasures.Over([.. Projects.Select(p => p.Measures)]);
}

/// <summary>One project's measures.</summary>
/// <param name="Id">The project.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stage">The stage it is in.</param>
/// <param name="State">Running, paused or closed.</param>
/// <param name="SampleData">True for sample data.</param>
/// <param name="Measures">The measures.</param>
public sealed record ProjectMeasures(ProjectId Id, string Name, Stage Stage, ProjectState State, bool SampleData, EngagementMeasures Measures);
