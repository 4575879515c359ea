using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;
using FreeBusy = ClinicalEngagement.Domain.Scheduling.FreeBusy;
using Person = ClinicalEngagement.Domain.Person;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Calendars at Microsoft Graph. Writes to the organiser's calendar only (or the shared one's), reads free/busy of anyone.</summary>
/// <param name="connection">The way to Graph.</param>
internal sealed class GraphCalendar(GraphConnection connection) : ICalendar
{
    private readonly FreeBusyReader freeBusy = new(connection);
    private readonly CalendarDelta delta = new(connection);

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> GetFreeBusyAsync(
        EmailAddress asking, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken) =>
        freeBusy.ReadAsync(MailboxFor(asking), people, window, cancellationToken);

    public async Task<PortResult<CalendarEvent?>> FindByKeyAsync(EmailAddress organiser, string key, CancellationToken cancellationToken)
    {
        var mailbox = MailboxFor(organiser);
        var answer = await connection.CallAsync(
            mailbox,
            "find event",
            (graph, cancel) => graph.Users[mailbox.Value].Events.GetAsync(
                request =>
                {
                    request.QueryParameters.Filter = KeyProperty.Filter(key);
                    request.QueryParameters.Select = EventMapping.Selected;
                    request.QueryParameters.Top = 10;
                },
                cancel),
            cancellationToken);
        // More than one can only be a copy somebody made; the first one made is ours.
        return answer.Map(found => found?.Value?
            .OrderBy(e => e.IsCancelled ?? false).ThenBy(e => e.CreatedDateTime).ThenBy(e => e.Id, StringComparer.Ordinal)
            .Select(e => EventMapping.Read(e, organiser)).FirstOrDefault());
    }

    public Task<PortResult<CalendarEvent?>> GetAsync(EmailAddress organiser, string eventId, CancellationToken cancellationToken) =>
        EventReader.GetAsync(connection, MailboxFor(organiser), organiser, eventId, cancellationToken);

    public Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        EmailAddress organiser, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken) =>
        EventReader.GetManyAsync(connection, MailboxFor(organiser), organiser, eventIds, cancellationToken);

    public async Task<PortResult<CalendarEvent>> CreateAsync(EmailAddress organiser, NewCalendarEvent newEvent, CancellationToken cancellationToken)
    {
        if (!newEvent.Attendees.All(a => AddressText.IsPlausible(a.Email)))
            return new PortResult<CalendarEvent>.Refused("An address of an attendee is not an e-mail address.");
        var mailbox = MailboxFor(organiser);
        var body = EventMapping.Write(newEvent, mailbox == organiser ? null : organiser);
        GraphFailure? duplicate = null;
        var answer = await connection.CallAsync<Event?>(
            mailbox,
            "create event",
            (graph, cancel) => graph.Users[mailbox.Value].Events.PostAsync(body, cancellationToken: cancel),
            cancellationToken,
            failure =>
            {
                if (!failure.IsDuplicate)
                    return null;
                duplicate = failure;
                return new PortResult<Event?>.Answered(null);
            });
        return duplicate is null
            ? answer.Map(e => EventMapping.Read(e ?? throw new GraphAnswerException("a new event has no body"), organiser))
            : await ExistingAsync(organiser, newEvent, duplicate, cancellationToken);
    }

    public async Task<PortResult<CalendarEvent>> MoveAsync(
        EmailAddress organiser, string eventId, Instant start, Duration duration, EventPlace? place, IReadOnlyList<Person>? attendees, CancellationToken cancellationToken)
    {
        var mailbox = MailboxFor(organiser);
        var change = new Event { Start = GraphZones.Write(start), End = GraphZones.Write(start + duration) };
        EventMapping.WritePlace(change, place);
        if (attendees is not null)
            change.Attendees = EventMapping.WriteAttendees(attendees, mailbox == organiser ? null : organiser);
        var answer = await connection.CallAsync(
            mailbox,
            "move event",
            (graph, cancel) => graph.Users[mailbox.Value].Events[eventId].PatchAsync(change, cancellationToken: cancel),
            cancellationToken,
            failure => failure.IsItemGone ? new PortResult<Event?>.Refused("The event is no longer in the calendar.") : null);
        return answer.Map(e => EventMapping.Read(e ?? throw new GraphAnswerException("a moved event has no body"), organiser));
    }

    public async Task<PortResult<bool>> CancelAsync(EmailAddress organiser, string eventId, string words, CancellationToken cancellationToken)
    {
        var mailbox = MailboxFor(organiser);
        GraphFailure? questioned = null;
        var answer = await connection.CallAsync<bool>(
            mailbox,
            "cancel event",
            async (graph, cancel) =>
            {
                await graph.Users[mailbox.Value].Events[eventId].Cancel.PostAsync(new() { Comment = AddressText.Lines(words) }, cancellationToken: cancel);
                return true;
            },
            cancellationToken,
            failure =>
            {
                if (failure.IsItemGone)
                    return false;
                if (failure.Status is not (400 or 409))
                    return null;
                questioned = failure;
                return false;
            });
        if (questioned is null)
            return answer;

        // A cancelled event keeps its immutable id for a while and refuses to be cancelled again.
        return (await GetAsync(organiser, eventId, cancellationToken)).Map(e => e is null or { Cancelled: true }
            ? false
            : throw new GraphAnswerException($"cancel event was refused with {questioned}"));
    }

    public Task<PortResult<CalendarChanges>> GetChangesAsync(
        EmailAddress organiser, string? deltaToken, Interval window, CancellationToken cancellationToken) =>
        delta.ReadAsync(MailboxFor(organiser), organiser, deltaToken, window, cancellationToken);

    private EmailAddress MailboxFor(EmailAddress lead) => connection.MailboxFor(lead);

    private async Task<PortResult<CalendarEvent>> ExistingAsync(
        EmailAddress organiser, NewCalendarEvent newEvent, GraphFailure duplicate, CancellationToken cancellationToken)
    {
        var found = duplicate.ExistingEventId is { } id
            ? await GetAsync(organiser, id, cancellationToken)
            : await FindByKeyAsync(organiser, newEvent.Key, cancellationToken);
        if (found is PortResult<CalendarEvent?>.Answered { Value: null } && duplicate.ExistingEventId is null)
            throw new GraphOutageException("create event", "the event with this key cannot be found yet");

        // Made by an earlier try and gone since: somebody took it out of the calendar, which is a cancellation.
        return found.Map(e => e ?? new CalendarEvent(duplicate.ExistingEventId!, "", newEvent.Start, newEvent.Duration, Cancelled: true, []));
    }
}
