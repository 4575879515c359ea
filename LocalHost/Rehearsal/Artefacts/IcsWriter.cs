using System.Text;
using ClinicalEngagement.Domain;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>Writes an invitation or its cancellation as an <c>.ics</c> file (RFC 5545, RFC 5546), times in UTC. The same invitation is the same bytes.</summary>
public static class IcsWriter
{
    /// <summary>A calendar of method REQUEST, or CANCEL for one that is cancelled, with the one event.</summary>
    public static byte[] Write(RehearsedInvitation invitation)
    {
        var cancelled = invitation.State == InvitationState.Cancelled;
        var meeting = new CalendarEvent
        {
            Uid = invitation.Uid,
            Sequence = invitation.Sequence,
            DtStamp = Utc(invitation.Stamp),
            Start = Utc(invitation.Start),
            End = Utc(invitation.Start + invitation.Duration),
            Summary = invitation.Subject,
            Description = invitation.BodyText,
            Status = invitation.State switch
            {
                InvitationState.Tentative => EventStatus.Tentative,
                InvitationState.Confirmed => EventStatus.Confirmed,
                InvitationState.Cancelled => EventStatus.Cancelled,
                _ => throw new ArgumentOutOfRangeException(nameof(invitation), invitation.State, null),
            },
            Organizer = new Organizer(Address(invitation.Organiser)) { CommonName = invitation.Organiser.Name },
        };
        foreach (var person in invitation.Attendees)
        {
            meeting.Attendees.Add(new Attendee(Address(person))
            {
                CommonName = person.Name,
                Role = ParticipationRole.RequiredParticipant,
                ParticipationStatus = invitation.State == InvitationState.Confirmed ? EventParticipationStatus.Accepted : EventParticipationStatus.NeedsAction,
                Rsvp = invitation.State == InvitationState.Tentative,
            });
        }

        var calendar = new Ical.Net.Calendar { Method = cancelled ? CalendarMethods.Cancel : CalendarMethods.Request, ProductId = "-//Clinical Engagement//Rehearsal//EN" };
        calendar.Events.Add(meeting);
        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar)!
            // Line feeds alone: ReplaceLineEndings would also break a line where somebody's words have U+2028.
            .Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));
    }

    private static CalDateTime Utc(Instant at) => new(at.ToDateTimeUtc(), CalDateTime.UtcTzId);

    private static string Address(Person person) => $"mailto:{person.Email.Value}";
}
