using NodaTime;

namespace ClinicalEngagement.Domain.Retention;

/// <summary>That somebody was taken out of the store, without saying who: what the statistics go by instead, and whether all is done.</summary>
public sealed record Erasure : IVersioned
{
    /// <summary>How somebody who was taken out is called.</summary>
    public const string Name = "A former colleague";

    /// <summary>What stands where their words were.</summary>
    public const string Words = "(taken out at the person’s request)";

    /// <summary>Drawn at random; it does not derive from the person.</summary>
    public required Guid Id { get; init; }

    /// <summary>When.</summary>
    public required Instant At { get; init; }

    /// <summary>Their places on panels: what the workflow kept of these goes as well.</summary>
    public IReadOnlyList<PanelMemberId> Members { get; init; } = [];

    /// <summary>When the workflow's histories were gone and the files were written anew; null while that is still to be done.</summary>
    public Instant? FinishedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }

    /// <summary>The address that stands for them from then on; nothing can be sent to it (RFC 2606).</summary>
    public EmailAddress StandIn => new($"erased-{Id:N}@erased.invalid");
}
