using ClinicalEngagement.Domain;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Store;

/// <summary>A nudge on its way to an instance.</summary>
public sealed record OutboxNudge
{
    /// <summary>Given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>To whom.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Since when.</summary>
    public required Instant CreatedAt { get; init; }
}

/// <summary>How far a request to begin an engagement has come.</summary>
public enum RequestState
{
    /// <summary>Stored, waiting for the queue.</summary>
    Received,

    /// <summary>The project stands and its orchestration was started.</summary>
    Begun,

    /// <summary>Failed five times, or could not be understood; a person sees it with its error and what can be done.</summary>
    DeadLetter,

    /// <summary>A dead letter that a person has dealt with.</summary>
    SetAside,
}

/// <summary>A request to begin an engagement, kept whole; or a notification that could not be acted on, as a dead letter only.</summary>
public sealed record StoredRequest : IVersioned
{
    /// <summary>The <see cref="Door"/> of what Microsoft Graph posted.</summary>
    public const string NotificationDoor = "notification";

    /// <summary>Its id; the project's id is derived from it.</summary>
    public required RequestId Id { get; init; }

    /// <summary>The caller's idempotency key, or null.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>SHA-256 of the body in hexadecimal, to tell a replay from a changed body.</summary>
    public required string BodyHash { get; init; }

    /// <summary>The checked <see cref="Domain.Intake.EngagementRequest"/> as JSON; of a refused message what was sent, as it came.</summary>
    public required string Body { get; init; }

    /// <summary>By which door it came: form, api, queue, forms, notification.</summary>
    public required string Door { get; init; }

    /// <summary>When.</summary>
    public required Instant ReceivedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public required RequestState State { get; init; }

    /// <summary>Failed tries so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Why the last try failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>True for a message that could not be understood: it was never tried, and trying it again would not help.</summary>
    public bool IsRefused => State == RequestState.DeadLetter && Attempts == 0;

    /// <summary>True for a notification of Microsoft Graph: it is no request, has no project and goes back on a queue of its own.</summary>
    public bool IsNotification => Door == NotificationDoor;

    /// <summary>The project, derived from <see cref="Id"/>.</summary>
    public ProjectId ProjectId => new(StableId.From("project", Id));

    /// <inheritdoc/>
    public int Version { get; init; }
}

/// <summary>Settings that were changed on a page, as JSON; what was not changed is not in it.</summary>
public sealed record StoredSettings : IVersioned
{
    /// <summary>Which settings.</summary>
    public required string Name { get; init; }

    /// <summary>Their values.</summary>
    public required string Json { get; init; }

    /// <summary>When they were last changed.</summary>
    public required Instant ChangedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }
}

/// <summary>A message of the embedded queue.</summary>
public sealed record QueueMessage
{
    /// <summary>Given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>Which queue.</summary>
    public required string Queue { get; init; }

    /// <summary>What it carries.</summary>
    public required string Body { get; init; }

    /// <summary>Not delivered before.</summary>
    public required Instant VisibleAt { get; init; }

    /// <summary>Deliveries so far.</summary>
    public int Deliveries { get; init; }
}

/// <summary>A stretch of time held for somebody across all projects, until an offer is answered or runs out.</summary>
public sealed record SlotHold
{
    /// <summary>Derived from meeting, person and start.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose time.</summary>
    public required EmailAddress Person { get; init; }

    /// <summary>From.</summary>
    public required Instant Start { get; init; }

    /// <summary>To.</summary>
    public required Instant End { get; init; }

    /// <summary>For which meeting.</summary>
    public required MeetingId MeetingId { get; init; }

    /// <summary>Void after.</summary>
    public required Instant ExpiresAt { get; init; }
}

/// <summary>
/// A mail that goes by SMTP, on record before it is sent: the protocol can be asked neither for a draft nor whether a mail went out.
/// </summary>
public sealed record PostedMail : IVersioned
{
    /// <summary>The key and the sequence, with a dot between; what stands before the @ of its Message-ID.</summary>
    public required string Id { get; init; }

    /// <summary>The key of the effect that first caused it; of an invitation, the same over all its versions.</summary>
    public required string Key { get; init; }

    /// <summary>Counts the versions of an invitation from 0; 0 for a mail.</summary>
    public int Sequence { get; init; }

    /// <summary>For whom it is sent; replies go there.</summary>
    public required EmailAddress Mailbox { get; init; }

    /// <summary>The whole message in ASCII; null once a mail is out. An invitation keeps it, since its next version is made from it.</summary>
    public string? Content { get; init; }

    /// <summary>The start that an invitation has; null for a mail.</summary>
    public Instant? Start { get; init; }

    /// <summary>How many minutes the meeting takes; 0 for a mail.</summary>
    public int Minutes { get; init; }

    /// <summary>True for the cancellation of an invitation.</summary>
    public bool Cancels { get; init; }

    /// <summary>When it was written.</summary>
    public required Instant WrittenAt { get; init; }

    /// <summary>When it was begun to be handed to the mail server, or null. Without <see cref="SentAt"/>: nobody knows whether it went out.</summary>
    public Instant? TryingSince { get; init; }

    /// <summary>When the mail server took it, or null.</summary>
    public Instant? SentAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }
}

/// <summary>How far an organiser's mailbox has been read, and the subscription by which it tells of changes.</summary>
public sealed record MailboxSync : IVersioned
{
    /// <summary>The mailbox.</summary>
    public required EmailAddress Mailbox { get; init; }

    /// <summary>Where the calendar's delta goes on, or null.</summary>
    public string? DeltaToken { get; init; }

    /// <summary>The window the token was begun with, its end.</summary>
    public Instant? WindowEnd { get; init; }

    /// <summary>Incoming mail has been read up to here.</summary>
    public Instant? MailReadTo { get; init; }

    /// <summary>The subscription's id at Graph, or null.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>When the subscription ends, or null.</summary>
    public Instant? SubscriptionExpires { get; init; }

    /// <summary>What every notification must carry.</summary>
    public string? ClientState { get; init; }

    /// <summary>When it was last read, or null.</summary>
    public Instant? SyncedAt { get; init; }

    /// <inheritdoc/>
    public int Version { get; init; }
}
