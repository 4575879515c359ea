using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;

namespace ClinicalEngagement.Domain.Clinicians;

/// <summary>Everything that is known of one panel member when it is decided what comes next.</summary>
public sealed record ClinicianFacts
{
    /// <summary>The project.</summary>
    public required Project Project { get; init; }

    /// <summary>The panel member.</summary>
    public required PanelMember Member { get; init; }

    /// <summary>The clinician across projects.</summary>
    public required Clinician Clinician { get; init; }

    /// <summary>The member's meetings in order of number.</summary>
    public required IReadOnlyList<Meeting> Meetings { get; init; }

    /// <summary>The member's effects.</summary>
    public required IReadOnlyList<Effect> Effects { get; init; }

    /// <summary>The member's tasks, done ones included.</summary>
    public required IReadOnlyList<PersonTask> Tasks { get; init; }

    /// <summary>The member's concerns and suggestions.</summary>
    public required IReadOnlyList<Concern> Concerns { get; init; }

    /// <summary>Figures that were looked at again and answered for, which they questioned or were shown; the earliest first.</summary>
    public IReadOnlyList<FactQuestion> Figures { get; init; } = [];

    /// <summary>When this clinician was (or is about to be) sent something unasked, in any project of the trust.</summary>
    public required IReadOnlyList<Instant> UnaskedMessages { get; init; }

    /// <summary>The other project's meeting in which the open one is held, or null.</summary>
    public Meeting? SharedMeeting { get; init; }

    /// <summary>The meeting that has not come to an end, or null.</summary>
    public Meeting? OpenMeeting => Meetings.LastOrDefault(m => m.IsOpen);

    /// <summary>The last meeting that came to an end, or null.</summary>
    public Meeting? LastMeeting => Meetings.LastOrDefault(m => !m.IsOpen);

    /// <summary>True when that effect was decided before, whatever became of it.</summary>
    public bool HasEffect(EffectKind kind, string cause) => Effects.Any(e => e.Kind == kind && e.Cause == cause);

    /// <summary>True when that task was opened before, done or not.</summary>
    public bool HasTask(TaskKind kind, string cause)
    {
        var id = PersonTask.IdFor(Project.Id, kind, cause);
        return Tasks.Any(t => t.Id == id);
    }
}
