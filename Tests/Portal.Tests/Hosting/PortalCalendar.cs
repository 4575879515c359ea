using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>The calendars that a page asks; pages ask free/busy and nothing else.</summary>
internal sealed class PortalCalendar : ICalendar
{
    public Dictionary<EmailAddress, List<BusyTime>> Busy { get; } = [];

    public HashSet<EmailAddress> Unreadable { get; } = [];

    public bool IsThrottled { get; set; }

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> GetFreeBusyAsync(
        EmailAddress asking, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken) =>
        Task.FromResult<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>>(IsThrottled
            ? new PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Throttled(window.Start)
            : new PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>.Answered(people.ToDictionary(p => p, FreeBusy (p) => Unreadable.Contains(p)
                ? new FreeBusy.Unknown("The calendar is not shared.")
                : new FreeBusy.Known([.. Busy.GetValueOrDefault(p, []).Where(b => b.Start < window.End && window.Start < b.End)], null))));

    public Task<PortResult<CalendarEvent?>> FindByKeyAsync(EmailAddress organiser, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PortResult<CalendarEvent?>> GetAsync(EmailAddress organiser, string eventId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        EmailAddress organiser, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<PortResult<CalendarEvent>> CreateAsync(EmailAddress organiser, NewCalendarEvent newEvent, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PortResult<CalendarEvent>> MoveAsync(
        EmailAddress organiser, string eventId, Instant start, Duration duration, EventPlace? place, IReadOnlyList<Person>? attendees, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<PortResult<bool>> CancelAsync(EmailAddress organiser, string eventId, string words, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PortResult<CalendarChanges>> GetChangesAsync(EmailAddress organiser, string? deltaToken, Interval window, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
