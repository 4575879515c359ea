using NodaTime;

namespace ClinicalEngagement.Domain.Retention;

/// <summary>
/// What it covers is kept as it is, whatever was to be taken out of it: an inquest, a complaint, a request for access is under way. Set and
/// lifted by governance.
/// </summary>
public sealed record PreservationHold : IVersioned
{
    /// <summary>Derived from the form that brought it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project it covers; with neither project nor person it covers everything.</summary>
    public ProjectId? ProjectId { get; init; }

    /// <summary>The person it covers, on every project.</summary>
    public EmailAddress? Person { get; init; }

    /// <summary>Why, in governance's words, without what the matter is about.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when.</summary>
    public required Instant SetAt { get; init; }

    /// <summary>When it was lifted, or null while it holds.</summary>
    public Instant? LiftedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>True when a project as a whole is kept by it.</summary>
    public bool Covers(ProjectId project) => LiftedAt is null && Person is null && (ProjectId is null || ProjectId == project);

    /// <summary>True when a person is kept by it, wherever they are.</summary>
    public bool Covers(EmailAddress person) => LiftedAt is null && ProjectId is null && (Person is null || Person == person);
}
