using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Faults;

/// <summary>Something that goes wrong on demand.</summary>
internal sealed record Fault
{
    public string Id { get; init; } = "";

    public required FaultKind Kind { get; init; }

    /// <summary>The operation by name, such as "events.create"; null for every one.</summary>
    public string? Operation { get; init; }

    /// <summary>The mailbox by address; null for every one.</summary>
    public string? Mailbox { get; init; }

    /// <summary>How many times it still happens; null for always.</summary>
    public int? Count { get; init; }

    /// <summary>In what share of cases, 0 to 100; null for all.</summary>
    public double? Percent { get; init; }

    /// <summary>When it begins; null for at once.</summary>
    public Instant? From { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public Instant? Until { get; init; }

    /// <summary>The HTTP status of <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Retry-After: "5", "2.128", "date:30" for an HTTP date in 30 seconds; null for no header.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>True when the effect happens all the same.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>Seconds of delay or staleness.</summary>
    public int Seconds { get; init; }
}

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    /// <summary>An HTTP status, such as 429, 503 or 504, before or after the effect.</summary>
    Status,

    /// <summary>The connection breaks off without an answer, before or after the effect: what a caller sees as a timeout.</summary>
    Timeout,

    /// <summary>401 as for a token that has expired.</summary>
    TokenExpired,

    /// <summary>403 for a mailbox out of the application's scope.</summary>
    AccessRevoked,

    /// <summary>Free/busy of the mailbox answers with an error; its calendar with 404.</summary>
    MailboxUnreadable,

    /// <summary>The account is disabled.</summary>
    AccountDisabled,

    /// <summary>Lists don't show yet what was made in the last <see cref="Fault.Seconds"/>.</summary>
    StaleReads,

    /// <summary>Delta tokens are refused with 410.</summary>
    DeltaExpired,

    /// <summary>A change notification never arrives.</summary>
    NotificationLost,

    /// <summary>A change notification arrives twice.</summary>
    NotificationDoubled,

    /// <summary>A change notification arrives <see cref="Fault.Seconds"/> late.</summary>
    NotificationLate,
}
