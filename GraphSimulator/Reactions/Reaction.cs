using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Reactions;

/// <summary>Something a simulated person is going to do.</summary>
internal sealed record Reaction
{
    /// <summary>Counts through: the order of those due at once.</summary>
    public required string Id { get; init; }

    public required Instant Due { get; init; }

    /// <summary>Whose mailbox.</summary>
    public required string Person { get; init; }

    public required ReactionKind Kind { get; init; }

    /// <summary>The meeting, or null.</summary>
    public string? ICalUId { get; init; }

    /// <summary>Which offer of the meeting is answered: a later one makes this answer void.</summary>
    public int Sequence { get; init; }

    /// <summary>The message replied to, by immutable id, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>The words, or null.</summary>
    public string? Words { get; init; }

    /// <summary>True when the secretary acts in the person's name.</summary>
    public bool BySecretary { get; init; }
}

/// <summary>What a simulated person does.</summary>
internal enum ReactionKind
{
    Accept,
    Decline,
    Propose,
    Move,
    Reply,
}
