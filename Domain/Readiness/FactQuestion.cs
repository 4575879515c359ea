using NodaTime;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>What came of a figure that was looked at again.</summary>
public enum FactOutcome
{
    /// <summary>It stands.</summary>
    Stands,

    /// <summary>It was wrong and is corrected; everyone who was shown it is told.</summary>
    Corrected,
}

/// <summary>"Challenge this figure": a clinician questions a fact, or the lead finds it wrong; and what came of it.</summary>
public sealed record FactQuestion : IVersioned
{
    /// <summary>Derived from the form that brought it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Who questions it, or null when the lead found it.</summary>
    public PanelMemberId? MemberId { get; init; }

    /// <summary>What they question and why, in their words, at most 2,000 characters.</summary>
    public required string Words { get; init; }

    /// <summary>The fact's number in the plan, or null while it is not known which is meant.</summary>
    public int? FactNumber { get; init; }

    /// <summary>Since when.</summary>
    public required Instant RaisedAt { get; init; }

    /// <summary>To be answered by then.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>What came of it, or null while it is open.</summary>
    public FactOutcome? Outcome { get; init; }

    /// <summary>The lead's answer, in the lead's words, or null.</summary>
    public string? Answer { get; init; }

    /// <summary>When it was answered, or null.</summary>
    public Instant? AnsweredAt { get; init; }

    /// <summary>The fact as it stood, or null.</summary>
    public string? Was { get; init; }

    /// <summary>The fact with its source as it stands now, or null unless corrected.</summary>
    public string? IsNow { get; init; }

    /// <summary>Who was shown the fact as it stood, without whoever questioned it.</summary>
    public IReadOnlyList<PanelMemberId> ShownTo { get; init; } = [];

    /// <inheritdoc/>
    public int Version { get; init; }
}
