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
/// <param name="DeadLetters">How many messages failed and wait for whoever administers; 0 for others.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record HomeView(
    IReadOnlyList<PersonTask> Tasks, IReadOnlyList<HomeProject> Projects, IReadOnlyList<StoredRequest> Requests, int DeadLetters, Instant Now)
{
    /// <summary>How many things wait for whoever looks; failed messages are one, since they are on one page.</summary>
    public int Waiting => Tasks.Count + (DeadLetters > 0 ? 1 : 0);

    public IReadOnlyDictionary<ProjectId, string> ProjectNames { get; } = Projects.ToDictionary(p => p.Project.Id, p => p.Project.Name);
}

/// <summary>A project with its state in one line.</summary>
public sealed record HomeProject(Project Project, string Line, int OpenTasks, string Path);
