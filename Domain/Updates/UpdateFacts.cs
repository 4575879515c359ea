using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using NodaTime;

namespace ClinicalEngagement.Domain.Updates;

/// <summary>Everything that is known of a project's updates when it is decided what comes next.</summary>
public sealed record UpdateFacts
{
    /// <summary>The project.</summary>
    public required Project Project { get; init; }

    /// <summary>The panel.</summary>
    public required IReadOnlyList<PanelMember> Members { get; init; }

    /// <summary>The clinicians who asked for no more messages.</summary>
    public required IReadOnlySet<EmailAddress> NoMore { get; init; }

    /// <summary>The project's updates in order of number.</summary>
    public required IReadOnlyList<Update> Updates { get; init; }

    /// <summary>All meetings.</summary>
    public required IReadOnlyList<Meeting> Meetings { get; init; }

    /// <summary>All concerns and suggestions.</summary>
    public required IReadOnlyList<Concern> Concerns { get; init; }

    /// <summary>Examples that clinicians told, kept with their agreement.</summary>
    public IReadOnlyList<PracticeExample> Examples { get; init; } = [];

    /// <summary>The clinicians whose points are to stand in no mail.</summary>
    public IReadOnlySet<EmailAddress> KeepPointsOut { get; init; } = new HashSet<EmailAddress>();

    /// <summary>The measure's points in order of date.</summary>
    public required IReadOnlyList<MeasurePoint> Points { get; init; }

    /// <summary>The effects that are messages to clinicians of this project.</summary>
    public required IReadOnlyList<Effect> Messages { get; init; }

    /// <summary>When each clinician was sent something unasked, in any project of the trust.</summary>
    public required IReadOnlyDictionary<EmailAddress, IReadOnlyList<Instant>> UnaskedMessages { get; init; }

    /// <summary>The tasks about updates, done ones included.</summary>
    public required IReadOnlyList<PersonTask> Tasks { get; init; }

    /// <summary>True when that task was opened before, done or not.</summary>
    public bool HasTask(TaskKind kind, string cause)
    {
        var id = PersonTask.IdFor(Project.Id, kind, cause);
        return Tasks.Any(t => t.Id == id);
    }
}

/// <summary>What to do next for the updates of one project.</summary>
public abstract record UpdateDecision
{
    private UpdateDecision()
    {
    }

    /// <summary>The last update is out.</summary>
    public sealed record Finished : UpdateDecision;

    /// <summary>Nothing until that moment, or until something happens when it is null.</summary>
    public sealed record Wait(Instant? Until) : UpdateDecision;

    /// <summary>Store the draft and ask the lead to look at it.</summary>
    public sealed record Draft(Update Update, Instant Due) : UpdateDecision;

    /// <summary>Take in news that came after an empty draft, and ask the lead to look at it.</summary>
    public sealed record Redraft(Update Update, Instant Due) : UpdateDecision;

    /// <summary>Send it to these members.</summary>
    public sealed record Send(Update Update, IReadOnlyList<PanelMember> To) : UpdateDecision;

    /// <summary>Do not send it, and ask the lead.</summary>
    public sealed record Skip(Update Update, TaskKind Kind, string What, string IfNothing, Instant Due) : UpdateDecision;
}
