using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;
using Person = ClinicalEngagement.Domain.Person;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Events between Graph's shape and the product's. Subject, body and place are written, never read.</summary>
internal static class EventMapping
{
    /// <summary>The properties that are read.</summary>
    public static readonly string[] Selected = ["id", "changeKey", "start", "end", "isCancelled", "attendees", "organizer", "createdDateTime"];

    /// <summary>A new event as Graph takes it.</summary>
    /// <param name="newEvent">What is to be made.</param>
    /// <param name="lead">An attendee too where a shared mailbox organises for them; else null.</param>
    public static Event Write(NewCalendarEvent newEvent, EmailAddress? lead)
    {
        var written = new Event
        {
            Subject = AddressText.OneLine(newEvent.Subject),
            Body = new ItemBody { ContentType = BodyType.Text, Content = AddressText.Lines(newEvent.BodyText) },
            Start = GraphZones.Write(newEvent.Start),
            End = GraphZones.Write(newEvent.Start + newEvent.Duration),
            Attendees = WriteAttendees(newEvent.Attendees, lead),
            ShowAs = newEvent.Tentative ? FreeBusyStatus.Tentative : FreeBusyStatus.Busy,
            AllowNewTimeProposals = true,
            ResponseRequested = true,
            TransactionId = newEvent.Key,
            SingleValueExtendedProperties = KeyProperty.With(newEvent.Key),
        };
        WritePlace(written, newEvent.Place);
        return written;
    }

    /// <summary>Who is invited, as Graph takes it; a list that is sent takes the place of the one before, and who has answered keeps their answer.</summary>
    /// <param name="people">Who is invited.</param>
    /// <param name="lead">An attendee too where a shared mailbox organises for them; else null.</param>
    public static List<Attendee> WriteAttendees(IReadOnlyList<Person> people, EmailAddress? lead) =>
        [.. (lead is { } address && people.All(a => a.Email != address) ? people.Append(new Person("", address)) : people).Select(Attendee)];

    /// <summary>Says where an event is; what is set to null is sent as null, so nothing is set while there is no place.</summary>
    public static void WritePlace(Event written, EventPlace? place)
    {
        if (place is null)
            return;
        written.Location = new Location { DisplayName = place.Words };
        written.IsOnlineMeeting = place.Online;
        if (place.Online)
            written.OnlineMeetingProvider = OnlineMeetingProviderType.TeamsForBusiness;
    }

    /// <summary>An event as the product sees it.</summary>
    /// <param name="read">As it came.</param>
    /// <param name="lead">For whom the calendar is kept; they are no attendee of their own meeting.</param>
    /// <exception cref="GraphAnswerException">Its id or times are absent.</exception>
    public static CalendarEvent Read(Event read, EmailAddress lead)
    {
        var start = GraphZones.Read(read.Start);
        var organiser = read.Organizer?.EmailAddress?.Address is { } address ? new EmailAddress(address) : lead;
        return new CalendarEvent(
            read.Id ?? throw new GraphAnswerException("an event has no id"),
            read.ChangeKey ?? "",
            start,
            GraphZones.Read(read.End) - start,
            read.IsCancelled ?? false,
            [.. (read.Attendees ?? []).Where(a => a.EmailAddress?.Address is not null).Select(Answer).Where(a => a.Email != lead && a.Email != organiser)]);
    }

    private static Attendee Attendee(Person person) => new() { Type = AttendeeType.Required, EmailAddress = AddressText.Write(person) };

    private static AttendeeAnswer Answer(Attendee attendee) => new(
        new EmailAddress(attendee.EmailAddress!.Address!),
        attendee.Status?.Response switch
        {
            ResponseType.Accepted => AnswerKind.Accepted,
            ResponseType.TentativelyAccepted => AnswerKind.Tentative,
            ResponseType.Declined => AnswerKind.Declined,
            _ => AnswerKind.None,
        },
        // Nobody answered in the year 1; that is Graph's "never".
        attendee.Status?.Time is { Year: > 1 } time ? Instant.FromDateTimeOffset(time) : null,
        attendee.ProposedNewTime?.Start is { } proposed ? GraphZones.Read(proposed) : null);
}
