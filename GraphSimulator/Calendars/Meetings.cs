using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Mail;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Subscriptions;
using ClinicalEngagement.GraphSimulator.Trust;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>
/// What happens to a meeting in all calendars and inboxes it touches, as Exchange does it: requests out, copies in, answers
/// back, cancellations. Runs inside a turn.
/// </summary>
internal sealed class Meetings(World world, ChangeFeed feed, Post post, Clinicians clinicians)
{
    /// <summary>Puts a new event into its organiser's calendar and invites everybody it names.</summary>
    public CalendarEvent Create(Person organizer, CalendarEvent item, string by)
    {
        world.Events.Put(item);
        feed.Event(item, "created");
        Log("eventCreated", item, by);
        if (item.Attendees.Count > 0)
            Invite(organizer, item, item.Attendees, isNewTime: true);
        return item;
    }

    /// <summary>Changes an event and tells the attendees where it concerns them.</summary>
    /// <param name="owner">Whose calendar.</param>
    /// <param name="before">The event as it is.</param>
    /// <param name="after">The event as it is to be; revision and sequence are counted here.</param>
    /// <param name="by">Who acts.</param>
    public CalendarEvent Update(Person owner, CalendarEvent before, CalendarEvent after, string by)
    {
        var newTime = before.Start != after.Start || before.End != after.End;
        var concernsAttendees = newTime || before.Subject != after.Subject || before.Body != after.Body || before.Place != after.Place
            || before.OnlineMeetingProvider != after.OnlineMeetingProvider;
        after = after with
        {
            Revision = before.Revision + 1,
            Sequence = before.Sequence + (newTime ? 1 : 0),
            Modified = world.Now,
            Attendees = newTime
                ? [.. after.Attendees.Select(a => a with { Response = "none", RespondedAt = null, ProposedStart = null, ProposedEnd = null })]
                : after.Attendees,
        };
        world.Events.Put(after);
        feed.Event(after, "updated");
        Log("eventUpdated", after, by);
        if (!after.IsOrganizer)
            return after;

        var removed = before.Attendees.Where(b => !after.Attendees.Any(a => a.Who.Address == b.Who.Address)).ToArray();
        foreach (var attendee in removed)
            Withdraw(owner, after, attendee, null);
        // Who declined hears of a new time, not of every other change.
        IReadOnlyList<Attendee> told = newTime ? after.Attendees
            : concernsAttendees ? [.. after.Attendees.Where(a => a.Response != "declined")]
            : [.. after.Attendees.Where(a => !before.Attendees.Any(b => b.Who.Address == a.Who.Address))];
        if (told.Count > 0)
            Invite(owner, after, told, newTime);
        return after;
    }

    /// <summary>Cancels a meeting: the organiser's event goes, attendees keep a cancelled copy and get a message.</summary>
    public void Cancel(Person organizer, CalendarEvent item, string? comment, string by)
    {
        Log("eventCancelled", item, by, comment);
        Take(item);
        foreach (var attendee in item.Attendees)
            Withdraw(organizer, item, attendee, comment);
    }

    /// <summary>Deletes an event from one calendar; the organiser's takes the meeting with it.</summary>
    public void Delete(Person owner, CalendarEvent item, string by)
    {
        if (item is { IsOrganizer: true, Attendees.Count: > 0 })
        {
            Cancel(owner, item, null, by);
            return;
        }

        Log("eventDeleted", item, by);
        Take(item);
        clinicians.Forget(owner.Address, item.ICalUId);
    }

    /// <summary>Answers an invitation.</summary>
    /// <param name="person">Who answers.</param>
    /// <param name="copy">The event in their calendar.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="by">Who acts: the person, their secretary, or Graph's caller.</param>
    public void Answer(Person person, CalendarEvent copy, MeetingAnswer answer, string by)
    {
        clinicians.Forget(person.Address, copy.ICalUId);
        world.Log(new JournalEntry
        {
            By = by,
            Kind = "eventAnswered",
            Mailbox = person.Address,
            Id = copy.Id,
            ICalUId = copy.ICalUId,
            Subject = copy.Subject,
            Start = answer.ProposedStart ?? copy.Start,
            End = answer.ProposedEnd ?? copy.End,
            Detail = answer.ProposedStart is null ? answer.Response : answer.Response + ", another time proposed",
        });
        if (answer.Response == "declined")
        {
            Take(copy);
        }
        else
        {
            var answered = copy with
            {
                Response = answer.Response,
                RespondedAt = world.Now,
                ShowAs = answer.Response == "accepted" ? "busy" : "tentative",
                Revision = copy.Revision + 1,
                Modified = world.Now,
            };
            world.Events.Put(answered);
            feed.Event(answered, "updated");
        }

        if (answer.SendResponse && world.FindPerson(copy.Organizer.Address) is { } organizer && OrganizersOwn(organizer, copy.ICalUId) is { } own)
            Receive(organizer, own, person, answer, by);
    }

    /// <summary>The organiser's own event of a meeting, or null.</summary>
    public CalendarEvent? OrganizersOwn(Person organizer, string iCalUId) =>
        world.Events.In(organizer.Address).FirstOrDefault(e => e.IsOrganizer && e.ICalUId == iCalUId);

    /// <summary>A person's copy of a meeting, or null.</summary>
    public CalendarEvent? CopyOf(Person person, string iCalUId) =>
        world.Events.In(person.Address).FirstOrDefault(e => e.ICalUId == iCalUId);

    private void Invite(Person organizer, CalendarEvent own, IReadOnlyList<Attendee> attendees, bool isNewTime)
    {
        SendMeetingMessage(organizer, own, attendees, "eventMessageRequest", "meetingRequest", own.Subject, own.Body, own.BodyType);
        foreach (var attendee in attendees)
        {
            if (world.FindPerson(attendee.Who.Address) is not { AccountEnabled: true, Guest: false } person || person.Address == organizer.Address)
                continue;
            var known = CopyOf(person, own.ICalUId);
            var id = known?.Id ?? world.NewItemId("events");
            var asksAgain = isNewTime || known is null;
            var copy = own with
            {
                Id = id,
                RestId = known?.RestId ?? world.RestIdOf(id, "calendar"),
                Mailbox = person.Address,
                IsOrganizer = false,
                TransactionId = null,
                Properties = known?.Properties ?? new Dictionary<string, string>(),
                Categories = known?.Categories ?? [],
                Revision = (known?.Revision ?? 0) + 1,
                Attendees = [.. own.Attendees.Select(a => new Attendee(a.Who, a.Type))],
                Response = asksAgain ? "notResponded" : known!.Response,
                RespondedAt = asksAgain ? null : known!.RespondedAt,
                ShowAs = asksAgain ? "tentative" : known!.ShowAs,
                Created = known?.Created ?? world.Now,
                Modified = world.Now,
            };
            world.Events.Put(copy);
            feed.Event(copy, known is null ? "created" : "updated");
            if (asksAgain)
                clinicians.OnInvitation(person, copy, RequestOf(person, own.ICalUId));
        }
    }

    private string RequestOf(Person person, string iCalUId) => world.Messages.In(person.Address)
        .Where(m => m.Kind == "eventMessageRequest" && m.Meeting?.ICalUId == iCalUId)
        .OrderByDescending(m => m.Received).ThenByDescending(m => m.Created).Select(m => m.Id).FirstOrDefault() ?? "";

    private void Withdraw(Person organizer, CalendarEvent own, Attendee attendee, string? comment)
    {
        var subject = "Canceled: " + own.Subject;
        SendMeetingMessage(organizer, own, [attendee], "eventMessage", "meetingCancelled", subject, comment ?? "", "text");
        if (world.FindPerson(attendee.Who.Address) is not { } person)
            return;
        clinicians.Forget(person.Address, own.ICalUId);
        if (CopyOf(person, own.ICalUId) is not { } copy || copy.IsOrganizer)
            return;
        var cancelled = copy with { IsCancelled = true, Subject = subject, ShowAs = "free", Revision = copy.Revision + 1, Modified = world.Now };
        world.Events.Put(cancelled);
        feed.Event(cancelled, "updated");
    }

    private void SendMeetingMessage(Person organizer, CalendarEvent own, IReadOnlyList<Attendee> attendees, string kind, string type, string subject, string body, string bodyType) =>
        post.Send(
            post.Blank(organizer, subject, body) with
            {
                Kind = kind,
                BodyType = bodyType,
                To = [.. attendees.Select(a => a.Who)],
                ConversationId = ConversationOf(own),
                Meeting = new MeetingPart(type, own.ICalUId, own.Start, own.End),
            },
            JournalEntry.App);

    private string ConversationOf(CalendarEvent item) => "AAQkAD" + world.Dice.Token(24, "conversation", item.ICalUId);

    private void Receive(Person organizer, CalendarEvent own, Person person, MeetingAnswer answer, string by)
    {
        var updated = own with
        {
            Revision = own.Revision + 1,
            Modified = world.Now,
            Attendees =
            [
                .. own.Attendees.Select(a => a.Who.Address != person.Address ? a : a with
                {
                    Response = answer.Response,
                    RespondedAt = world.Now,
                    ProposedStart = answer.ProposedStart,
                    ProposedEnd = answer.ProposedEnd,
                }),
            ],
        };
        world.Events.Put(updated);
        feed.Event(updated, "updated");
        var (type, prefix) = answer.Response switch
        {
            "accepted" => ("meetingAccepted", "Accepted: "),
            "declined" => ("meetingDeclined", "Declined: "),
            _ => ("meetingTenativelyAccepted", "Tentative: "),
        };
        var sender = world.FindPerson(by);
        post.Send(
            post.Blank(person, (answer.ProposedStart is null ? prefix : "New Time Proposed: ") + own.Subject, answer.Comment ?? "") with
            {
                Kind = "eventMessageResponse",
                Sender = sender is null || sender.Address == person.Address ? null : new Party(sender.Name, sender.Address),
                To = [new Party(organizer.Name, organizer.Address)],
                ConversationId = ConversationOf(own),
                Meeting = new MeetingPart(type, own.ICalUId, own.Start, own.End, answer.Response, answer.ProposedStart, answer.ProposedEnd),
            },
            by);
    }

    private void Take(CalendarEvent item)
    {
        world.RemoveEvent(item);
        feed.Event(item, "deleted");
    }

    private void Log(string kind, CalendarEvent item, string by, string? detail = null) => world.Log(new JournalEntry
    {
        By = by,
        Kind = kind,
        Mailbox = item.Mailbox,
        Id = item.Id,
        ICalUId = item.ICalUId,
        TransactionId = item.TransactionId,
        Subject = item.Subject,
        Start = item.Start,
        End = item.End,
        People = item.Attendees.Count > 0 ? [.. item.Attendees.Select(a => a.Who.Address)] : null,
        Properties = item.Properties.Count > 0 ? item.Properties : null,
        Detail = detail,
    });
}

/// <summary>An answer to an invitation.</summary>
/// <param name="Response">Graph's word: accepted, declined, tentativelyAccepted.</param>
/// <param name="Comment">Words with it, or null.</param>
/// <param name="SendResponse">False when the organiser is not told.</param>
/// <param name="ProposedStart">Another start, or null.</param>
/// <param name="ProposedEnd">Another end, or null.</param>
internal sealed record MeetingAnswer(string Response, string? Comment = null, bool SendResponse = true, Instant? ProposedStart = null, Instant? ProposedEnd = null);
