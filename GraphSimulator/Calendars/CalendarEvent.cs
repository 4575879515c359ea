using ClinicalEngagement.GraphSimulator.Mail;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>One event of one mailbox: the organiser's own, or an attendee's copy of it.</summary>
internal sealed record CalendarEvent
{
    /// <summary>The immutable id: the key.</summary>
    public required string Id { get; init; }

    /// <summary>The id given without Prefer: IdType="ImmutableId".</summary>
    public required string RestId { get; init; }

    /// <summary>Whose calendar.</summary>
    public required string Mailbox { get; init; }

    /// <summary>The same in every copy of a meeting.</summary>
    public required string ICalUId { get; init; }

    /// <summary>Counts changes; the change key derives from it.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Counts changes of time: which offer a clinician answers.</summary>
    public int Sequence { get; init; }

    public string Subject { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>html or text.</summary>
    public string BodyType { get; init; } = "html";

    public required Instant Start { get; init; }

    public required Instant End { get; init; }

    /// <summary>The zone's name as it was sent.</summary>
    public required string StartZone { get; init; }

    /// <summary>The zone's name as it was sent.</summary>
    public required string EndZone { get; init; }

    public bool IsAllDay { get; init; }

    /// <summary>Graph's word: free, tentative, busy, oof, workingElsewhere.</summary>
    public string ShowAs { get; init; } = "busy";

    public string? Place { get; init; }

    public required Party Organizer { get; init; }

    public bool IsOrganizer { get; init; }

    public IReadOnlyList<Attendee> Attendees { get; init; } = [];

    /// <summary>The owner's own answer; Graph's word.</summary>
    public string Response { get; init; } = "none";

    public Instant? RespondedAt { get; init; }

    public bool IsCancelled { get; init; }

    public bool AllowNewTimeProposals { get; init; } = true;

    public bool ResponseRequested { get; init; } = true;

    public bool HideAttendees { get; init; }

    /// <summary>teamsForBusiness, or null when it is no online meeting.</summary>
    public string? OnlineMeetingProvider { get; init; }

    public string? JoinUrl { get; init; }

    public string? TransactionId { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public string Importance { get; init; } = "normal";

    public string Sensitivity { get; init; } = "normal";

    public bool IsReminderOn { get; init; } = true;

    public int ReminderMinutes { get; init; } = 15;

    /// <summary>Single-value extended properties by id.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>True when a job plan made it.</summary>
    public bool Planned { get; init; }

    public required Instant Created { get; init; }

    public required Instant Modified { get; init; }
}

/// <summary>One attendee.</summary>
/// <param name="Who">Name and address.</param>
/// <param name="Type">required, optional or resource.</param>
/// <param name="Response">Graph's word: none, accepted, declined, tentativelyAccepted, notResponded.</param>
/// <param name="RespondedAt">When they answered, or null.</param>
/// <param name="ProposedStart">The start they propose instead, or null.</param>
/// <param name="ProposedEnd">The end they propose instead, or null.</param>
internal sealed record Attendee(
    Party Who, string Type = "required", string Response = "none", Instant? RespondedAt = null, Instant? ProposedStart = null, Instant? ProposedEnd = null);
