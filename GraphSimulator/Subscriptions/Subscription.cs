using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Subscriptions;

/// <summary>A subscription to changes of one mailbox's events or messages.</summary>
internal sealed record Subscription
{
    public required string Id { get; init; }

    /// <summary>As it was sent.</summary>
    public required string Resource { get; init; }

    public required string Mailbox { get; init; }

    /// <summary>"events", "messages", or a folder of messages such as "inbox".</summary>
    public required string Scope { get; init; }

    /// <summary>created, updated, deleted.</summary>
    public required IReadOnlyList<string> ChangeTypes { get; init; }

    public required string NotificationUrl { get; init; }

    public string? LifecycleUrl { get; init; }

    public string? ClientState { get; init; }

    public required Instant Expires { get; init; }

    /// <summary>True when it was made with Prefer: IdType="ImmutableId".</summary>
    public bool ImmutableIds { get; init; }

    public string? LatestTls { get; init; }
}
