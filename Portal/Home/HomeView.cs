using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Portal.Home;

/// <summary>What the home page shows.</summary>
/// <param name="Tasks">Open tasks of all projects, the most urgent first.</param>
/// <param name="Projects">Projects at work first, then by name.</param>
/// <param name="Requests">Requests that are not projects yet.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record HomeView(IReadOnlyList<PersonTask> Tasks, IReadOnlyList<HomeProject> Projects, IReadOnlyList<StoredRequest> Requests, Instant Now)
{
    public IReadOnlyDictionary<ProjectId, string> ProjectNames { get; } = Projects.ToDictionary(p => p.Project.Id, p => p.Project.Name);
}

/// <summary>A project with its state in one line.</summary>
public sealed record HomeProject(Project Project, string Line, int OpenTasks, string Path);
