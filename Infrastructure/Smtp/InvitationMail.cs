using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Mail;
using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using MimeKit;
using NodaTime;
using Duration = NodaTime.Duration;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>
/// An invitation as mail (RFC 5545, 5546, 6047): the lead organises, the trust's sender sends it for them. Every version of a meeting has
/// the same UID and a higher SEQUENCE; times are in UTC.
/// </summary>
internal static class InvitationMail
{
    /// <summary>Puts the first version into a message.</summary>
    public static void Fill(MimeMessage message, string key, Person lead, IReadOnlyList<Person> attendees, string subject, string words, Instant start, Duration duration, Instant now)
    {
        var sender = (MailboxAddress)message.From[0];
        var meeting = new Ical.Net.CalendarComponents.CalendarEvent
        {
            Uid = $"{key}@{sender.Domain}",
            Sequence = 0,
            DtStamp = Utc(now),
            Start = Utc(start),
            End = Utc(start + duration),
            Summary = AddressText.OneLine(subject),
            Description = AddressText.Lines(words),
            Status = EventStatus.Confirmed,
            Organizer = new Organizer($"mailto:{lead.Email}") { CommonName = Name(lead), SentBy = new Uri($"mailto:{sender.Address}") },
        };
        meeting.Attendees.Add(new Attendee($"mailto:{lead.Email}") { CommonName = Name(lead), Role = ParticipationRole.Chair, ParticipationStatus = EventParticipationStatus.Accepted });
        foreach (var person in attendees)
            meeting.Attendees.Add(Invited(person));
        var calendar = new Ical.Net.Calendar { ProductId = "-//Clinical Engagement//EN", Method = CalendarMethods.Request };
        calendar.Events.Add(meeting);
        message.Subject = AddressText.OneLine(subject);
        message.To.AddRange(attendees.Select(Address));
        // So that the meeting can be put into their calendar too.
        message.Cc.Add(Address(lead));
        message.Body = Body(key, 0, AddressText.Lines(words), calendar);
    }

    /// <summary>Puts the next version into a message: another time, or the cancellation.</summary>
    /// <param name="message">The new message.</param>
    /// <param name="key">The invitation's key.</param>
    /// <param name="before">The version before.</param>
    /// <param name="sequence">The new version's number.</param>
    /// <param name="when">The time it moves to; null cancels it.</param>
    /// <param name="words">What to say of it; empty repeats the words of the invitation.</param>
    /// <param name="now">Now.</param>
    /// <param name="attendees">Who is invited from now on besides the lead; null when they are whom they were.</param>
    public static void FillNext(
        MimeMessage message, string key, MimeMessage before, int sequence, (Instant Start, Duration Duration)? when, string words, Instant now,
        IReadOnlyList<Person>? attendees = null)
    {
        var calendar = Read(before);
        var meeting = calendar.Events[0]!;
        meeting.Sequence = sequence;
        meeting.DtStamp = Utc(now);
        var isMoved = when is { } at && meeting.Start?.AsUtc != at.Start.ToDateTimeUtc();
        if (when is { } moved)
        {
            meeting.Start = Utc(moved.Start);
            meeting.End = Utc(moved.Start + moved.Duration);
        }
        else
        {
            calendar.Method = CalendarMethods.Cancel;
            meeting.Status = EventStatus.Cancelled;
        }

        var subject = meeting.Summary ?? "";
        message.Subject = AddressText.OneLine($"{(when is null ? "Cancelled" : isMoved ? "Moved" : "Changed")}: {subject}");
        if (attendees is not null)
        {
            foreach (var former in meeting.Attendees.Where(a => a.Role != ParticipationRole.Chair).ToArray())
                meeting.Attendees.Remove(former);
            foreach (var person in attendees)
                meeting.Attendees.Add(Invited(person));
            message.To.AddRange(attendees.Select(Address));
        }
        else
        {
            message.To.AddRange(before.To);
        }

        message.Cc.AddRange(before.Cc);
        message.Body = Body(key, sequence, words.Length > 0 ? AddressText.Lines(words) : meeting.Description ?? "", calendar);
    }

    /// <summary>True when a version invites these people and nobody else besides the lead.</summary>
    public static bool IsFor(MimeMessage version, IReadOnlyList<Person> attendees) =>
        version.To.Mailboxes.Select(m => m.Address).Order(StringComparer.OrdinalIgnoreCase)
            .SequenceEqual(attendees.Select(a => a.Email.Value).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);

    /// <summary>The calendar in a message.</summary>
    public static Ical.Net.Calendar Read(MimeMessage message) =>
        Ical.Net.Calendar.Load(message.BodyParts.OfType<TextPart>().First(p => p.ContentType.IsMimeType("text", "calendar")).Text)
        ?? throw new InvalidOperationException("An invitation on record has no calendar in it.");

    private static Multipart Body(string key, int sequence, string words, Ical.Net.Calendar calendar)
    {
        // Line feeds alone: ReplaceLineEndings would also break a line where somebody's words have U+2028, and what follows it would be read.
        var text = new CalendarSerializer().SerializeToString(calendar)!.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        var part = new TextPart("calendar") { ContentTransferEncoding = ContentEncoding.Base64, Text = text };
        part.ContentType.Parameters.Add("method", calendar.Method!);
        var alternative = new MultipartAlternative { Boundary = MailBody.Boundary($"{key}.{sequence}", "alternative") };
        alternative.Add(MailBody.Text("plain", words));
        alternative.Add(part);
        // For programs that do not look into the alternatives.
        var file = new MimePart("application", "ics")
        {
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(text))),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            FileName = "invite.ics",
        };
        return new Multipart("mixed") { Boundary = MailBody.Boundary($"{key}.{sequence}", "mixed") }.With(alternative, file);
    }

    private static Multipart With(this Multipart multipart, params ReadOnlySpan<MimeEntity> parts)
    {
        foreach (var part in parts)
            multipart.Add(part);
        return multipart;
    }

    private static CalDateTime Utc(Instant at) => new(at.ToDateTimeUtc(), CalDateTime.UtcTzId);

    private static Attendee Invited(Person person) => new($"mailto:{person.Email}")
    {
        CommonName = Name(person),
        Role = ParticipationRole.RequiredParticipant,
        ParticipationStatus = EventParticipationStatus.NeedsAction,
        Rsvp = true,
    };

    private static MailboxAddress Address(Person person) => MailBody.Address(person with { Name = AddressText.OneLine(person.Name) });

    // A quotation mark cannot stand in a parameter at all.
    private static string Name(Person person) => AddressText.OneLine(person.Name).Replace('"', '\'');
}
