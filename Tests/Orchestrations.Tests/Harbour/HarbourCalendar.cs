using System.Globalization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Harbour;

/// <summary>Calendars in memory, with a record of what was done to them.</summary>
internal sealed class HarbourCalendar(HarbourClock clock, Troubles troubles) : ICalendar
{
    private readonly List<Entry> entries = [];
    private int changes;

    public List<string> Journal { get; } = [];

    public Dictionary<EmailAddress, List<BusyTime>> Busy { get; } = [];

    public HashSet<EmailAddress> Unreadable { get; } = [];

    /// <summary>Whose calendars each search asked for, in order.</summary>
    public List<IReadOnlyCollection<EmailAddress>> Searches { get; } = [];

    /// <summary>Where events are, as far as anybody said.</summary>
    public Dictionary<string, EventPlace> Places { get; } = [];

    /// <summary>What the last event that was made said, in title and body.</summary>
    public NewCalendarEvent? LastCreated { get; private set; }

    /// <summary>Over which time free/busy was last asked.</summary>
    public Interval LastWindow { get; private set; }

    /// <summary>The words of the last cancellation.</summary>
    public string? LastCancelWords { get; private set; }

    /// <summary>Called before the next booking's look at the calendars, and once only.</summary>
    public Action? BeforeNextFreeBusy { get; set; }

    /// <summary>The events that stand, in order of making.</summary>
    public IReadOnlyList<CalendarEvent> Events => [.. entries.Where(e => !e.Event.Cancelled).Select(e => e.Event)];

    public CalendarEvent TheEvent => Events.ShouldHaveSingleItem();

    /// <summary>An attendee answers in Outlook.</summary>
    public void Answer(CalendarEvent meeting, EmailAddress who, AnswerKind answer, Instant? proposed = null) =>
        Change(meeting.Id, e => e with { Attendees = [.. e.Attendees.Where(a => a.Email != who), new AttendeeAnswer(who, answer, clock.Now, proposed)] });

    /// <summary>Somebody drags the event to another time in Outlook.</summary>
    public void Drag(CalendarEvent meeting, Instant to) => Change(meeting.Id, e => e with { Start = to });

    /// <summary>Somebody cancels the event in Outlook.</summary>
    public void Cancel(CalendarEvent meeting) => Change(meeting.Id, e => e with { Cancelled = true });

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> GetFreeBusyAsync(
        EmailAddress asking, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken)
    {
        // Windows of days are searches; a window of minutes is the second look before a booking.
        if (window.Duration >= Duration.FromDays(1))
            Searches.Add(people);
        else if (BeforeNextFreeBusy is { } act)
        {
            BeforeNextFreeBusy = null;
            act();
        }

        LastWindow = window;
        return troubles.Meet<IReadOnlyDictionary<EmailAddress, FreeBusy>>("freebusy", () => people.ToDictionary(p => p, FreeBusyOf));
    }

    public Task<PortResult<CalendarEvent?>> FindByKeyAsync(EmailAddress organiser, string key, CancellationToken cancellationToken) =>
        troubles.Meet("find", () => entries.FirstOrDefault(e => e.Key == key)?.Event);

    public Task<PortResult<CalendarEvent?>> GetAsync(EmailAddress organiser, string eventId, CancellationToken cancellationToken) =>
        troubles.Meet("get", () => entries.FirstOrDefault(e => e.Event.Id == eventId)?.Event);

    public Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        EmailAddress organiser, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken) =>
        troubles.Meet<IReadOnlyDictionary<string, CalendarEvent?>>(
            "get", () => eventIds.ToDictionary(id => id, id => entries.FirstOrDefault(e => e.Event.Id == id)?.Event));

    public Task<PortResult<CalendarEvent>> CreateAsync(EmailAddress organiser, NewCalendarEvent newEvent, CancellationToken cancellationToken) =>
        troubles.Meet("create", () =>
        {
            var made = new CalendarEvent(
                $"event-{entries.Count + 1}", NextChange(), newEvent.Start, newEvent.Duration, false,
                [.. newEvent.Attendees.Select(a => new AttendeeAnswer(a.Email, AnswerKind.None, null, null))]);
            entries.Add(new Entry(newEvent.Key, organiser, made, changes));
            Journal.Add($"create {made.Id}");
            LastCreated = newEvent;
            return made;
        });

    public Task<PortResult<CalendarEvent>> MoveAsync(
        EmailAddress organiser, string eventId, Instant start, Duration duration, EventPlace? place, IReadOnlyList<Person>? attendees, CancellationToken cancellationToken) =>
        troubles.Meet("move", () =>
        {
            Journal.Add($"move {eventId}");
            if (place is not null)
                Places[eventId] = place;
            return Change(eventId, e => e with
            {
                Start = start,
                Duration = duration,
                Attendees = attendees is null ? e.Attendees
                    : [.. attendees.Select(a => e.Attendees.FirstOrDefault(k => k.Email == a.Email) ?? new AttendeeAnswer(a.Email, AnswerKind.None, null, null))],
            });
        });

    public Task<PortResult<bool>> CancelAsync(EmailAddress organiser, string eventId, string words, CancellationToken cancellationToken) =>
        troubles.Meet("cancel", () =>
        {
            if (Events.All(e => e.Id != eventId))
                return false;
            Journal.Add($"cancel {eventId}");
            LastCancelWords = words;
            Change(eventId, e => e with { Cancelled = true });
            return true;
        });

    public Task<PortResult<CalendarChanges>> GetChangesAsync(EmailAddress organiser, string? deltaToken, Interval window, CancellationToken cancellationToken) =>
        troubles.Meet("delta", () =>
        {
            var since = deltaToken is null ? 0 : int.Parse(deltaToken, CultureInfo.InvariantCulture);
            var changed = entries.Where(e => e.Organiser == organiser && e.ChangedAt > since).Select(e => e.Event).ToArray();
            return new CalendarChanges(changed, [], changes.ToString(CultureInfo.InvariantCulture), deltaToken is null);
        });

    private FreeBusy FreeBusyOf(EmailAddress who) => Unreadable.Contains(who)
        ? new FreeBusy.Unknown("The calendar is not shared.")
        : new FreeBusy.Known(
            [.. Busy.GetValueOrDefault(who, []).Concat(entries
                .Where(e => !e.Event.Cancelled && (e.Organiser == who || e.Event.Attendees.Any(a => a.Email == who)))
                .Select(e => new BusyTime(e.Event.Start, e.Event.Start + e.Event.Duration, BusyStatus.Tentative))).OrderBy(t => t.Start)],
            null);

    private CalendarEvent Change(string id, Func<CalendarEvent, CalendarEvent> change)
    {
        var index = entries.FindIndex(e => e.Event.Id == id);
        var changed = change(entries[index].Event) with { ChangeKey = NextChange() };
        entries[index] = entries[index] with { Event = changed, ChangedAt = changes };
        return changed;
    }

    private string NextChange() => $"key-{++changes}";

    private sealed record Entry(string Key, EmailAddress Organiser, CalendarEvent Event, int ChangedAt);
}
