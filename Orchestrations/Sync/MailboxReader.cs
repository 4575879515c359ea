using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Sync;

/// <summary>
/// Reads what changed in an organiser's mailbox: calendar by delta, incoming mail by headers. Run when a notification says so, and by
/// the sweep; running it twice changes nothing.
/// </summary>
public sealed class MailboxReader(IEngagementStore store, ICalendar calendar, IMailer mailer, IClock clock)
{
    private static readonly Duration WindowAhead = Duration.FromDays(180);
    private static readonly Duration WindowRenewed = Duration.FromDays(90);
    private static readonly Duration TokenKeptFresh = Duration.FromDays(1);
    private static readonly Duration MailOverlap = Duration.FromMinutes(10);

    /// <summary>The organisers whose mailboxes are read: leads of projects that are not long closed.</summary>
    public async Task<IReadOnlyList<EmailAddress>> OrganisersAsync(CancellationToken cancellationToken)
    {
        var recently = clock.GetCurrentInstant() - Duration.FromDays(14);
        var projects = await store.ReadAsync((reader, token) => reader.ListAsync<Project>(p => p.ClosedAt == null || p.ClosedAt > recently, token), cancellationToken);
        return [.. projects.Select(p => p.Lead.Email).Distinct().Order()];
    }

    /// <summary>Reads every organiser's mailbox.</summary>
    /// <returns>How many facts were new.</returns>
    /// <exception cref="AggregateException">Some could not be read; the others were.</exception>
    public async Task<int> ReadAllAsync(CancellationToken cancellationToken) => await EachOfThem.SumAsync(
        await OrganisersAsync(cancellationToken), organiser => ReadAsync(organiser, cancellationToken), cancellationToken);

    /// <summary>Reads one organiser's mailbox.</summary>
    /// <returns>How many facts were new; 0 as well when the mailbox asks us to come back later.</returns>
    public async Task<int> ReadAsync(EmailAddress organiser, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var sync = await store.ReadAsync((reader, token) => reader.FindAsync<MailboxSync>(organiser, token), cancellationToken);
        var isFresh = sync?.DeltaToken is not null && sync.WindowEnd > now + WindowRenewed;
        var window = isFresh ? new Interval(now - Duration.FromDays(7), sync!.WindowEnd!.Value) : new Interval(now - Duration.FromDays(7), now + WindowAhead);
        if (await calendar.GetChangesAsync(organiser, isFresh ? sync!.DeltaToken : null, window, cancellationToken)
            is not PortResult<CalendarChanges>.Answered { Value: var changes })
            return 0;
        var gone = new HashSet<string>(changes.Removed);
        if (changes.Complete && await FindMissingAsync(organiser, changes, window, cancellationToken) is { } missing)
            gone.UnionWith(missing);
        var mailSince = sync?.MailReadTo ?? now - Duration.FromDays(1);
        if (await mailer.GetIncomingAsync(organiser, mailSince - MailOverlap, cancellationToken)
            is not PortResult<IReadOnlyList<IncomingMail>>.Answered { Value: var mails })
            return 0;
        // A quiet mailbox costs no transaction; its token is kept fresh once a day.
        if (changes is { Complete: false, Changed: [], Removed: [] } && mails.Count == 0 && sync!.SyncedAt > now - TokenKeptFresh)
            return 0;

        return await store.WriteAsync(
            async (writer, token) =>
            {
                var news = await TakeInEventsAsync(writer, changes.Changed, gone, now, token);
                foreach (var mail in mails.OrderBy(m => m.ReceivedAt).ThenBy(m => m.Id, StringComparer.Ordinal))
                    news += await TakeInMailAsync(writer, organiser, mail, now, token) ? 1 : 0;
                var stored = await writer.FindAsync<MailboxSync>(organiser, token);
                var next = (stored ?? new MailboxSync { Mailbox = organiser }) with
                {
                    DeltaToken = changes.DeltaToken,
                    WindowEnd = window.End,
                    MailReadTo = now,
                    SyncedAt = now,
                };
                if (stored is null)
                    writer.Add(next);
                else
                    writer.Update(next);
                return news;
            },
            cancellationToken);
    }

    /// <summary>
    /// Everything in the window was read anew: an event of ours that is not among it may be gone. A fresh event can lag behind, so they
    /// are asked for by their ids before they are called gone; what cannot be asked now is not gone.
    /// </summary>
    private async Task<IReadOnlyList<string>> FindMissingAsync(
        EmailAddress organiser, CalendarChanges changes, Interval window, CancellationToken cancellationToken)
    {
        var seen = changes.Changed.Select(c => c.Id).ToHashSet();
        var ours = await store.ReadAsync(
            async (reader, token) =>
            {
                var open = await reader.ListAsync<Meeting>(
                    m => m.EventId != null && (m.State == MeetingState.Proposed || m.State == MeetingState.Agreed), token);
                var candidates = new List<Meeting>();
                foreach (var meeting in open.Where(m => window.Contains(m.Start) && !seen.Contains(m.EventId!)).OrderBy(m => m.Start))
                    if (await reader.FindAsync<Project>(meeting.ProjectId, token) is { } project && project.Lead.Email == organiser)
                        candidates.Add(meeting);
                return candidates;
            },
            cancellationToken);
        if (ours.Count == 0)
            return [];
        return await calendar.GetManyAsync(organiser, [.. ours.Select(m => m.EventId!)], cancellationToken)
            is PortResult<IReadOnlyDictionary<string, CalendarEvent?>>.Answered answered
                ? [.. answered.Value.Where(e => e.Value is null).Select(e => e.Key)]
                : [];
    }

    private static async Task<int> TakeInEventsAsync(
        IStoreWriter writer, IReadOnlyList<CalendarEvent> changed, IReadOnlySet<string> gone, Instant now, CancellationToken cancellationToken)
    {
        var open = (await writer.ListAsync<Meeting>(
            m => m.EventId != null && (m.State == MeetingState.Proposed || m.State == MeetingState.Agreed), cancellationToken)).ToDictionary(m => m.EventId!);
        var news = 0;
        foreach (var seen in changed)
            if (open.GetValueOrDefault(seen.Id) is { } meeting)
                news += await TakeInEventAsync(writer, meeting, seen, now, cancellationToken) ? 1 : 0;
        foreach (var id in gone.Order(StringComparer.Ordinal))
            if (open.GetValueOrDefault(id) is { } meeting && changed.All(c => c.Id != id))
                news += await TakeInEventAsync(writer, meeting, null, now, cancellationToken) ? 1 : 0;
        return news;
    }

    private static async Task<bool> TakeInEventAsync(
        IStoreWriter writer, Meeting meeting, CalendarEvent? seen, Instant now, CancellationToken cancellationToken)
    {
        if (await writer.FindAsync<PanelMember>(meeting.MemberId, cancellationToken) is not { } member)
            return false;
        await AskAboutHostAsync(writer, meeting, seen, now, cancellationToken);
        var clinician = await writer.FindAsync<Clinician>(member.Email, cancellationToken);
        if (EventReading.Read(meeting, seen, member.Email, clinician?.Secretary?.Email) is not { } news)
            return false;
        writer.Update(news.Meeting);
        if (!news.Meeting.IsOpen)
            await Holds.ReleaseAsync(writer, meeting.Id, cancellationToken);
        else if (news.Meeting.State == MeetingState.Agreed)
            await Holds.AgreeAsync(writer, news.Meeting, cancellationToken);
        // A declined event would stay in the organiser's calendar and keep the time busy.
        if (news.Meeting.State == MeetingState.Declined)
            await Cancellations.IntendAsync(writer, news.Meeting, now, cancellationToken);
        foreach (var task in await writer.ListAsync<PersonTask>(t => t.MemberId == member.Id && t.DoneAt == null, cancellationToken))
            if (task.Kind is TaskKind.RingSecretary or TaskKind.CounterProposal)
                writer.Update(task with { DoneAt = now });
        Tell(writer, member, now, news.What, news.Words);
        return true;
    }

    /// <summary>A host who is not the lead is asked like the clinician, and may say no; then it is for the lead to find another time or another host.</summary>
    private static async Task AskAboutHostAsync(
        IStoreWriter writer, Meeting meeting, CalendarEvent? seen, Instant now, CancellationToken cancellationToken)
    {
        if (meeting.Host == MeetingHost.Lead || await writer.FindAsync<Project>(meeting.ProjectId, cancellationToken) is not { } project)
            return;
        var host = project.HostOf(meeting.Host).Email;
        if (seen?.Attendees.FirstOrDefault(a => a.Email == host) is not { Answer: AnswerKind.Declined } no)
            return;
        var cause = $"{meeting.Id}/{no.At}";
        if (await writer.FindAsync<PersonTask>(PersonTask.IdFor(project.Id, TaskKind.HostNotFree, cause), cancellationToken) is null)
            TaskBook.Open(
                writer, project.Id, TaskKind.HostNotFree, cause,
                "The host of the meeting with {clinician} declined it. Meet them yourself, or agree another time.",
                "The invitation stands as it is.", now, WorkingTime.AddWorkingDays(now, 1, project.Nation), meeting.MemberId, meeting.Id);
    }

    private static async Task<Nation> NationAsync(IStoreReader reader, ProjectId project, CancellationToken cancellationToken) =>
        (await reader.FindAsync<Project>(project, cancellationToken))?.Nation ?? Nation.England;

    private static async Task<bool> TakeInMailAsync(
        IStoreWriter writer, EmailAddress organiser, IncomingMail mail, Instant now, CancellationToken cancellationToken)
    {
        if (mail.Kind is IncomingMailKind.MeetingResponse or IncomingMailKind.Automatic || mail.From == organiser)
            return false;
        var sent = await writer.ListAsync<Effect>(e => e.ConversationId == mail.ConversationId, cancellationToken);
        if (sent.FirstOrDefault(e => e.MemberId is not null && !e.IsToColleague) is not { } effect
            || await writer.FindAsync<PanelMember>(effect.MemberId!.Value, cancellationToken) is not { } member)
            return false;
        if (mail.Kind == IncomingMailKind.DeliveryFailure)
        {
            if (await writer.FindAsync<PersonTask>(PersonTask.IdFor(member.ProjectId, TaskKind.DeliveryFailed, mail.Id), cancellationToken) is not null)
                return false;
            TaskBook.Open(
                writer, member.ProjectId, TaskKind.DeliveryFailed, mail.Id, "A mail to {clinician} could not be delivered. Check the address.",
                "They do not hear from you.", now, WorkingTime.AddWorkingDays(now, 1, await NationAsync(writer, member.ProjectId, cancellationToken)), member.Id);
            return true;
        }

        if (mail.ReceivedAt <= member.RepliedAt)
            return false;
        writer.Update(member with { RepliedAt = mail.ReceivedAt });
        Tell(writer, member, now, "reply.received", "{clinician} replied. Everything automatic waits for you.");
        return true;
    }

    private static void Tell(IStoreWriter writer, PanelMember member, Instant now, string what, string words)
    {
        writer.Audit(new AuditEvent
        {
            ProjectId = member.ProjectId,
            MemberId = member.Id,
            At = now,
            Actor = AuditActor.Clinician,
            What = what,
            Words = words,
        });
        writer.Nudge(Instances.Of(member.Id));
        writer.Nudge(Instances.Of(member.ProjectId));
    }
}
