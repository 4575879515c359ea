using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Control;

/// <summary>One effect: what was done to whose mailbox, by whom. The judge of "nothing lost, nothing doubled".</summary>
internal sealed record JournalEntry
{
    /// <summary>Who acts when Graph is called.</summary>
    public const string App = "app";

    /// <summary>Counts through from 1.</summary>
    public long Number { get; init; }

    public Instant At { get; init; }

    /// <summary>"app" for Graph's caller, else the address of the person who acted.</summary>
    public required string By { get; init; }

    /// <summary>eventCreated, eventUpdated, eventCancelled, eventDeleted, eventAnswered, draftCreated, draftChanged, mailSent, mailReceived, mailBounced, subscriptionCreated, subscriptionRenewed, subscriptionDeleted, notificationLost, reactionDropped.</summary>
    public required string Kind { get; init; }

    public string? Mailbox { get; init; }

    /// <summary>The immutable id of the event, message or subscription.</summary>
    public string? Id { get; init; }

    public string? ICalUId { get; init; }

    public string? TransactionId { get; init; }

    public string? ConversationId { get; init; }

    public string? InternetMessageId { get; init; }

    public string? Subject { get; init; }

    public Instant? Start { get; init; }

    public Instant? End { get; init; }

    /// <summary>Attendees or recipients.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Single-value extended properties by id: the keys that callers set.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }

    /// <summary>The answer, comment or reason, in a word or in words.</summary>
    public string? Detail { get; init; }
}
