using NodaTime;

namespace ClinicalEngagement.Domain.Listening;

/// <summary>What the clinician brought.</summary>
public enum ConcernKind
{
    /// <summary>A concern.</summary>
    Concern,

    /// <summary>A suggestion.</summary>
    Suggestion,
}

/// <summary>What a concern is about (active listening).</summary>
public enum ConcernAbout
{
    /// <summary>People.</summary>
    People,

    /// <summary>Process.</summary>
    Process,

    /// <summary>Technology.</summary>
    Technology,
}

/// <summary>The clinician's word on a response.</summary>
public enum Verdict
{
    /// <summary>It deals with it.</summary>
    Yes,

    /// <summary>In part.</summary>
    Partly,

    /// <summary>It does not.</summary>
    No,
}

/// <summary>A concern or suggestion in the clinician's words, and what became of it.</summary>
public sealed record Concern : IVersioned
{
    /// <summary>Its id.</summary>
    public required ConcernId Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Whose it is.</summary>
    public required PanelMemberId MemberId { get; init; }

    /// <summary>Concern or suggestion.</summary>
    public required ConcernKind Kind { get; init; }

    /// <summary>The clinician's words, at most 2,000 characters.</summary>
    public required string Words { get; init; }

    /// <summary>The lead's paraphrase, or null.</summary>
    public string? Paraphrase { get; init; }

    /// <summary>People, process or technology; null until the lead says.</summary>
    public ConcernAbout? About { get; init; }

    /// <summary>When it was raised.</summary>
    public required Instant RaisedAt { get; init; }

    /// <summary>By when it is to be answered: ten working days.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>The response in the lead's words, or null.</summary>
    public string? Response { get; init; }

    /// <summary>When it was given, or null.</summary>
    public Instant? RespondedAt { get; init; }

    /// <summary>The clinician's verdict on the response, or null.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>When it was closed: on the clinician's yes, or by the lead with an explanation sent to the clinician.</summary>
    public Instant? ClosedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }
}
