using NodaTime;

namespace ClinicalEngagement.Domain.Listening;

/// <summary>
/// How it works elsewhere, as a clinician told it (DOMAIN: newer leaders bring practice from elsewhere). It is kept only while they agree.
/// </summary>
public sealed record PracticeExample : IVersioned
{
    /// <summary>Derived from the form that brought it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required ProjectId ProjectId { get; init; }

    /// <summary>Who told it.</summary>
    public required PanelMemberId MemberId { get; init; }

    /// <summary>The example, at most 1,000 characters; empty once the agreement was withdrawn.</summary>
    public required string Words { get; init; }

    /// <summary>True when they agreed to be named with it.</summary>
    public bool NameAgreed { get; init; }

    /// <summary>When they agreed that it is kept and passed on.</summary>
    public required Instant AgreedAt { get; init; }

    /// <summary>When they withdrew that, or null.</summary>
    public Instant? WithdrawnAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }
}
