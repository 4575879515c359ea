using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Scheduling;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>Calendars: free/busy of anyone, events of organisers only.</summary>
public interface ICalendar
{
    /// <summary>
    /// Free/busy and working hours of each mailbox over the window. A mailbox that cannot be read is unknown, never free and never
    /// busy. Subjects and locations are dropped at the boundary.
    /// </summary>
    /// <param name="asking">The organiser's mailbox, in whose name it is asked.</param>
    /// <param name="people">Any number; split into calls of twenty, windows under 62 days.</param>
    /// <param name="window">From and to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>One entry for every address asked.</returns>
    Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> GetFreeBusyAsync(
        EmailAddress asking, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken);

    /// <summary>The event that was created under that key, or null in the answer.</summary>
    Task<PortResult<CalendarEvent?>> FindByKeyAsync(EmailAddress organiser, string key, CancellationToken cancellationToken);

    /// <summary>The event as it is now, or null in the answer when it is gone.</summary>
    Task<PortResult<CalendarEvent?>> GetAsync(EmailAddress organiser, string eventId, CancellationToken cancellationToken);

    /// <summary>Several events as they are now, by their ids; one that is gone has null.</summary>
    Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        EmailAddress organiser, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken);

    /// <summary>Creates the event under its key and invites. A key that was used already resolves to the event there is.</summary>
    Task<PortResult<CalendarEvent>> CreateAsync(EmailAddress organiser, NewCalendarEvent newEvent, CancellationToken cancellationToken);

    /// <summary>Moves the event, says where it is and who is invited (null: as before), in one change; attendees are told by the calendar.</summary>
    Task<PortResult<CalendarEvent>> MoveAsync(
        EmailAddress organiser, string eventId, Instant start, Duration duration, EventPlace? place, IReadOnlyList<Person>? attendees, CancellationToken cancellationToken);

    /// <summary>Cancels the event with words for the attendees. An event that is gone or cancelled already is a success.</summary>
    /// <returns>True when this call cancelled it, false when there was nothing to cancel.</returns>
    Task<PortResult<bool>> CancelAsync(EmailAddress organiser, string eventId, string words, CancellationToken cancellationToken);

    /// <summary>What changed in the organiser's calendar since the token; a null or expired token begins again with everything in the window.</summary>
    Task<PortResult<CalendarChanges>> GetChangesAsync(EmailAddress organiser, string? deltaToken, Interval window, CancellationToken cancellationToken);
}

/// <summary>An event to be created.</summary>
/// <param name="Key">The effect's key; found again by it.</param>
/// <param name="Subject">On one line; no concern, no position, no link.</param>
/// <param name="BodyText">Plain text; secretaries open it.</param>
/// <param name="Start">Its start.</param>
/// <param name="Duration">Its length, without buffers.</param>
/// <param name="Attendees">Who is invited.</param>
/// <param name="Tentative">Shown as tentative in the organiser's calendar until it is agreed.</param>
/// <param name="Place">Where, or null while nobody has said.</param>
public sealed record NewCalendarEvent(
    string Key, string Subject, string BodyText, Instant Start, Duration Duration, IReadOnlyList<Person> Attendees, bool Tentative, EventPlace? Place = null);

/// <summary>Where an event is.</summary>
/// <param name="Words">As the calendar shows it; no address of anybody's.</param>
/// <param name="Online">With a Teams link.</param>
public sealed record EventPlace(string Words, bool Online)
{
    /// <summary>The place of a meeting, or null while nobody has said how they meet.</summary>
    public static EventPlace? Of(MeetingChannel channel) => channel switch
    {
        MeetingChannel.InPerson => new("In person", Online: false),
        MeetingChannel.Teams => new("Microsoft Teams", Online: true),
        MeetingChannel.Phone => new("By telephone", Online: false),
        _ => null,
    };
}

/// <summary>An event as the organiser's calendar has it.</summary>
/// <param name="Id">Its immutable id.</param>
/// <param name="ChangeKey">Changes with every change.</param>
/// <param name="Start">Its start.</param>
/// <param name="Duration">Its length.</param>
/// <param name="Cancelled">True when it is cancelled.</param>
/// <param name="Attendees">The attendees' answers.</param>
public sealed record CalendarEvent(
    string Id, string ChangeKey, Instant Start, Duration Duration, bool Cancelled, IReadOnlyList<AttendeeAnswer> Attendees);

/// <summary>One attendee's answer.</summary>
/// <param name="Email">Who.</param>
/// <param name="Answer">What they said.</param>
/// <param name="At">When, or null.</param>
/// <param name="ProposedStart">A new time they proposed, or null.</param>
public sealed record AttendeeAnswer(EmailAddress Email, AnswerKind Answer, Instant? At, Instant? ProposedStart);

/// <summary>What an attendee said.</summary>
public enum AnswerKind
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>Yes.</summary>
    Accepted,

    /// <summary>Perhaps.</summary>
    Tentative,

    /// <summary>No.</summary>
    Declined,
}

/// <summary>Changes of an organiser's calendar.</summary>
/// <param name="Changed">Events as they are now; those that are not ours are left out by the caller.</param>
/// <param name="Removed">Ids of events that are gone.</param>
/// <param name="DeltaToken">Where to go on next time.</param>
/// <param name="Complete">True when the token was refused and everything in the window was read anew: what is missing is gone.</param>
public sealed record CalendarChanges(
    IReadOnlyList<CalendarEvent> Changed, IReadOnlyList<string> Removed, string DeltaToken, bool Complete);
