using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Projects;
using NodaTime;

namespace ClinicalEngagement.Portal.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">Where the next page begins; absent on the last.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>One engagement of a list.</summary>
/// <param name="Id">The project's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">running, paused or closed.</param>
/// <param name="Stage">The stage.</param>
/// <param name="SampleData">True for sample data.</param>
internal sealed record EngagementLine(string Id, string Name, ProjectState State, Stage Stage, bool SampleData)
{
    public static EngagementLine Of(Project project) => new(project.Id.ToString(), project.Name, project.State, project.Stage, project.SampleData);
}

/// <summary>One thing that happened.</summary>
/// <param name="Sequence">Counts all of them.</param>
/// <param name="At">When.</param>
/// <param name="Actor">workflow, lead, clinician or administrator.</param>
/// <param name="What">A stable name, such as meeting.agreed.</param>
/// <param name="Words">In words.</param>
/// <param name="Why">Why, or absent.</param>
internal sealed record TimelineLine(long Sequence, Instant At, Domain.Audit.AuditActor Actor, string What, string Words, string? Why)
{
    public static TimelineLine Of(TimelineEntry entry) => new(entry.Sequence, entry.At, entry.Actor, entry.What, entry.Words, entry.Why);
}
