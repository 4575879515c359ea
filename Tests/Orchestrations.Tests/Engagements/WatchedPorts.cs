using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Scheduling;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Tests.Harbour;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Tests.Engagements;

/// <summary>A calendar with somebody at the door: no invitation leaves unseen.</summary>
internal sealed class WatchedCalendar(HarbourCalendar calendar, EngagementRules rules, HarbourClock clock) : ICalendar
{
    public Task<PortResult<IReadOnlyDictionary<EmailAddress, FreeBusy>>> GetFreeBusyAsync(
        EmailAddress asking, IReadOnlyCollection<EmailAddress> people, Interval window, CancellationToken cancellationToken) =>
        calendar.GetFreeBusyAsync(asking, people, window, cancellationToken);

    public Task<PortResult<CalendarEvent?>> FindByKeyAsync(EmailAddress organiser, string key, CancellationToken cancellationToken) =>
        calendar.FindByKeyAsync(organiser, key, cancellationToken);

    public Task<PortResult<CalendarEvent?>> GetAsync(EmailAddress organiser, string eventId, CancellationToken cancellationToken) =>
        calendar.GetAsync(organiser, eventId, cancellationToken);

    public Task<PortResult<IReadOnlyDictionary<string, CalendarEvent?>>> GetManyAsync(
        EmailAddress organiser, IReadOnlyCollection<string> eventIds, CancellationToken cancellationToken) =>
        calendar.GetManyAsync(organiser, eventIds, cancellationToken);

    public async Task<PortResult<CalendarEvent>> CreateAsync(EmailAddress organiser, NewCalendarEvent newEvent, CancellationToken cancellationToken)
    {
        var before = calendar.Events.Count;
        try
        {
            return await calendar.CreateAsync(organiser, newEvent, cancellationToken);
        }
        finally
        {
            // It may have left though the answer was lost.
            if (calendar.Events.Count > before)
                rules.OnInvitation(new EffectId(Guid.ParseExact(newEvent.Key, "N")), clock.Now);
        }
    }

    public Task<PortResult<CalendarEvent>> MoveAsync(
        EmailAddress organiser, string eventId, Instant start, Duration duration, EventPlace? place, IReadOnlyList<Person>? attendees, CancellationToken cancellationToken) =>
        calendar.MoveAsync(organiser, eventId, start, duration, place, attendees, cancellationToken);

    public Task<PortResult<bool>> CancelAsync(EmailAddress organiser, string eventId, string words, CancellationToken cancellationToken) =>
        calendar.CancelAsync(organiser, eventId, words, cancellationToken);

    public Task<PortResult<CalendarChanges>> GetChangesAsync(EmailAddress organiser, string? deltaToken, Interval window, CancellationToken cancellationToken) =>
        calendar.GetChangesAsync(organiser, deltaToken, window, cancellationToken);
}

/// <summary>A mailer with somebody at the door: no mail leaves unseen.</summary>
internal sealed class WatchedMailer(HarbourMailer mailer, EngagementRules rules, HarbourClock clock) : IMailer
{
    public Task<PortResult<MailDraft>> CreateDraftAsync(OutgoingMail mail, CancellationToken cancellationToken) => mailer.CreateDraftAsync(mail, cancellationToken);

    public async Task<PortResult<SendOutcome>> SendDraftAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken)
    {
        var before = mailer.Sent.Count;
        try
        {
            return await mailer.SendDraftAsync(mailbox, draftId, cancellationToken);
        }
        finally
        {
            // It may have left though the answer was lost.
            if (mailer.Sent.Count > before)
                rules.OnMail(new EffectId(Guid.ParseExact(draftId["draft-".Length..], "N")), clock.Now);
        }
    }

    public Task<PortResult<SendOutcome>> LookAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken) =>
        mailer.LookAsync(mailbox, draftId, cancellationToken);

    public Task<PortResult<IReadOnlyList<IncomingMail>>> GetIncomingAsync(EmailAddress mailbox, Instant since, CancellationToken cancellationToken) =>
        mailer.GetIncomingAsync(mailbox, since, cancellationToken);

    public Task<PortResult<bool>> IsAwayAsync(EmailAddress person, CancellationToken cancellationToken) => mailer.IsAwayAsync(person, cancellationToken);
}
