using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>What the frame of every page of a project shows.</summary>
public interface IProjectHead
{
    /// <summary>The project.</summary>
    Project Project { get; }

    /// <summary>How many concerns and suggestions are not closed.</summary>
    int OpenConcerns { get; }
}

/// <summary>A project as its overview shows it: figures, tasks and one page of what happened, read at one moment.</summary>
/// <param name="Project">The project.</param>
/// <param name="Clinicians">How many are on the panel.</param>
/// <param name="Met">How many of them were met one to one.</param>
/// <param name="Agreed">How many meetings are agreed.</param>
/// <param name="OpenConcerns">How many concerns and suggestions are not closed.</param>
/// <param name="NextUpdate">When the next drafted update goes, or null.</param>
/// <param name="Tasks">Open ones, the most urgent first.</param>
/// <param name="Timeline">A page of what happened.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record OverviewView(
    Project Project, int Clinicians, int Met, int Agreed, int OpenConcerns, Instant? NextUpdate, IReadOnlyList<PersonTask> Tasks, TimelineView Timeline, Instant Now) : IProjectHead;

/// <summary>A panel member as far as figures and names need them.</summary>
internal sealed record MemberMark(PanelMemberId Id, string Name, Instant? LeftAt);

/// <summary>A meeting as far as figures need it.</summary>
internal sealed record MeetingMark(PanelMemberId MemberId, MeetingState State);
