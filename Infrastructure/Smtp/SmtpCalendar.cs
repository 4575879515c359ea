using System.Diagnostics;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using MimeKit;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>
/// Meetings by invitations in the mail. No calendar is read: free/busy is not kept for anybody, and what people do with an invitation in
/// their own calendar is not seen.
/// </summary>
internal sealed class SmtpCalendar(SmtpPost post, IEngagementStore store, IClock clock) : ICalendar
{
    private const string Prefix = "smtp:";
    private const string Broken = "the connection to the mail server broke while it was handed over.";

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> GetFreeBusyAsync(
        EmailAddress asking, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken) =>
        Answer<IReadOnlyDictionary<EmailAddress, FreeBusy>>(people.Distinct().ToDictionary(p => p, FreeBusy (_) => new FreeBusy.NotKept()));

    public async Task<PortResult<CalendarEvent?>> FindByKeyAsync(EmailAddress organiser, string key, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(key, cancellationToken);
        if (versions.Any(v => v.SentAt is not null))
            return Event(versions);
        return versions.Any(v => v.TryingSince is not null)
            ? new PortResult<CalendarEvent?>.Uncertain(Broken)
            : new PortResult<CalendarEvent?>.Answered(null);
    }

    public async Task<PortResult<CalendarEvent?>> GetAsync(EmailAddress organiser, string eventId, CancellationToken cancellationToken) =>
        Event(await VersionsAsync(Key(eventId), cancellationToken));

    public async Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        EmailAddress organiser, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken)
    {
        var events = new Dictionary<string, CalendarEvent?>(StringComparer.Ordinal);
        foreach (var id in eventIds.Distinct())
            events[id] = Event(await VersionsAsync(Key(id), cancellationToken));
        return events;
    }

    public async Task<PortResult<CalendarEvent>> CreateAsync(EmailAddress organiser, NewCalendarEvent newEvent, CancellationToken cancellationToken)
    {
        if (!newEvent.Attendees.All(a => AddressText.IsPlausible(a.Email)))
            return new PortResult<CalendarEvent>.Refused("An address of an attendee is not an e-mail address.");
        var lead = await LeadAsync(organiser, cancellationToken);
        var first = await WriteAsync(
            newEvent.Key,
            versions => versions.FirstOrDefault(),
            (_, message) =>
            {
                InvitationMail.Fill(
                    message, newEvent.Key, lead, newEvent.Attendees, newEvent.Subject, newEvent.BodyText, newEvent.Start, newEvent.Duration, clock.GetCurrentInstant());
                return new PostedMail
                {
                    Id = $"{newEvent.Key}.0",
                    Key = newEvent.Key,
                    Mailbox = organiser,
                    Start = newEvent.Start,
                    Minutes = (int)newEvent.Duration.TotalMinutes,
                    WrittenAt = clock.GetCurrentInstant(),
                };
            },
            organiser,
            cancellationToken);
        return await SendAsync(first, cancellationToken);
    }

    // Where they meet stands in the mails; an invitation by mail has no Teams link to give.
    public async Task<PortResult<CalendarEvent>> MoveAsync(
        EmailAddress organiser, string eventId, Instant start, Duration duration, EventPlace? place, IReadOnlyList<Person>? attendees, CancellationToken cancellationToken)
    {
        var key = Key(eventId);
        if (await VersionsAsync(key, cancellationToken) is not [.., { Cancels: false }])
            return new PortResult<CalendarEvent>.Refused("The invitation is no longer on record.");
        var minutes = (int)duration.TotalMinutes;
        var next = await WriteAsync(
            key,
            versions => versions[^1] is { } last && last.Start == start && last.Minutes == minutes
                && (attendees is null || InvitationMail.IsFor(SmtpPost.Read(last.Content!), attendees)) ? last : null,
            (last, message) =>
            {
                InvitationMail.FillNext(message, key, SmtpPost.Read(last!.Content!), last.Sequence + 1, (start, duration), "", clock.GetCurrentInstant(), attendees);
                return last with { Start = start, Minutes = minutes };
            },
            organiser,
            cancellationToken);
        return await SendAsync(next, cancellationToken);
    }

    public async Task<PortResult<bool>> CancelAsync(EmailAddress organiser, string eventId, string words, CancellationToken cancellationToken)
    {
        var key = Key(eventId);
        var versions = await VersionsAsync(key, cancellationToken);
        // What nobody was sent needs no cancellation.
        if (!versions.Any(v => v.SentAt is not null || v.TryingSince is not null) || versions[^1] is { Cancels: true, SentAt: not null })
            return false;
        var cancellation = await WriteAsync(
            key,
            all => all[^1].Cancels ? all[^1] : null,
            (last, message) =>
            {
                InvitationMail.FillNext(message, key, SmtpPost.Read(last!.Content!), last.Sequence + 1, null, words, clock.GetCurrentInstant());
                return last with { Cancels = true };
            },
            organiser,
            cancellationToken);
        return (await SendAsync(cancellation, cancellationToken)).Map(_ => true);
    }

    public Task<PortResult<CalendarChanges>> GetChangesAsync(
        EmailAddress organiser, string? deltaToken, Interval window, CancellationToken cancellationToken) =>
        Answer(new CalendarChanges([], [], Prefix, Complete: deltaToken is null));

    private static Task<PortResult<T>> Answer<T>(T value) => Task.FromResult<PortResult<T>>(new PortResult<T>.Answered(value));

    private static string Key(string eventId) => eventId.StartsWith(Prefix, StringComparison.Ordinal) ? eventId[Prefix.Length..] : eventId;

    private static CalendarEvent? Event(IReadOnlyList<PostedMail> versions) => versions is [.., { Start: { } start } last]
        ? new CalendarEvent(
            Prefix + last.Key, $"{last.Sequence}", start, Duration.FromMinutes(last.Minutes), last.Cancels, [])
        : null;

    private async Task<IReadOnlyList<PostedMail>> VersionsAsync(string key, CancellationToken cancellationToken) =>
        Ordered(await store.ReadAsync((reader, token) => reader.ListAsync<PostedMail>(p => p.Key == key && p.Start != null, token), cancellationToken));

    private static PostedMail[] Ordered(IEnumerable<PostedMail> versions) => [.. versions.OrderBy(v => v.Sequence)];

    /// <summary>The version that is wanted, as it is on record or as it is put there now.</summary>
    private Task<PostedMail> WriteAsync(
        string key, Func<IReadOnlyList<PostedMail>, PostedMail?> existing, Func<PostedMail?, MimeMessage, PostedMail> make, EmailAddress organiser,
        CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            var versions = Ordered(await writer.ListAsync<PostedMail>(p => p.Key == key && p.Start != null, token));
            if (existing(versions) is { } there)
                return there;
            var last = versions.LastOrDefault();
            var sequence = last is null ? 0 : last.Sequence + 1;
            var message = post.Begin($"{key}.{sequence}", organiser);
            var made = make(last, message) with
            {
                Id = $"{key}.{sequence}",
                Sequence = sequence,
                Content = SmtpPost.Write(message),
                WrittenAt = clock.GetCurrentInstant(),
                TryingSince = null,
                SentAt = null,
                Version = 0,
            };
            writer.Add(made);
            return made;
        },
        cancellationToken);

    private async Task<PortResult<CalendarEvent>> SendAsync(PostedMail version, CancellationToken cancellationToken) =>
        await post.SendAsync(version.Id, cancellationToken) switch
        {
            PortResult<SendOutcome>.Answered { Value: SendOutcome.Sent or SendOutcome.WasSent } => Event([version])!,
            PortResult<SendOutcome>.Answered => new PortResult<CalendarEvent>.Uncertain(Broken),
            PortResult<SendOutcome>.Throttled throttled => new PortResult<CalendarEvent>.Throttled(throttled.Until),
            PortResult<SendOutcome>.Refused refused => new PortResult<CalendarEvent>.Refused(refused.Reason),
            _ => throw new UnreachableException(),
        };

    // The lead's name stands in the project; a lead of several has one name.
    private async Task<Person> LeadAsync(EmailAddress organiser, CancellationToken cancellationToken)
    {
        var projects = await store.ReadAsync((reader, token) => reader.ListAsync<Project>(p => p.ClosedAt == null, token), cancellationToken);
        return projects.Select(p => p.Lead).FirstOrDefault(l => l.Email == organiser) ?? new Person("", organiser);
    }
}
