using ClinicalEngagement.Domain.Audit;
using NodaTime;

namespace ClinicalEngagement.Domain.Projects;

/// <summary>One version of a project's plan: what it said, who changed it, and because of whom. Positions are held against a version.</summary>
public sealed record PlanVersion : IVersioned
{
    /// <summary>Derived from project and number.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Counts the plan's versions from 1, the plan as the form was sent.</summary>
    public required int Number { get; init; }

    /// <summary>The plan in this version.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Since when.</summary>
    public required Instant At { get; init; }

    /// <summary>Who changed it.</summary>
    public required AuditActor By { get; init; }

    /// <summary>What was changed against the version before, in words; empty for the first version.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>Because of whom, or null.</summary>
    public PanelMemberId? BecauseOf { get; init; }

    /// <summary>The concern or suggestion that led to it, or null.</summary>
    public ConcernId? ConcernId { get; init; }

    /// <summary>Why, in the lead's words, or null.</summary>
    public string? Why { get; init; }

    /// <summary>True when a patient's consent was withdrawn: from then on the story is in no version.</summary>
    public bool StoryWithdrawn { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>The id of a project's version of that number.</summary>
    public static Guid IdFor(ProjectId project, int number) => StableId.From("plan-version", project, number);
}
