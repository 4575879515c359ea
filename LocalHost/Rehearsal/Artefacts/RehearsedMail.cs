using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>A mail that went out in a rehearsal.</summary>
/// <param name="Key">The effect's key; the Message-Id and the boundaries are derived from it.</param>
/// <param name="SentAt">When, in virtual time.</param>
/// <param name="From">Whose mailbox sent it.</param>
/// <param name="To">The recipients.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Html">Its body.</param>
/// <param name="Attachments">Inline pictures and the like.</param>
public sealed record RehearsedMail(
    string Key, Instant SentAt, Person From, IReadOnlyList<Person> To, string Subject, string Html, IReadOnlyList<MailAttachment> Attachments);

/// <summary>An invitation as it stands in the organiser's calendar, or its cancellation.</summary>
/// <param name="Uid">The event's id, the same over all its changes.</param>
/// <param name="Sequence">Counts the changes of the event from 0.</param>
/// <param name="Stamp">When this version was made, in virtual time.</param>
/// <param name="Start">Its start.</param>
/// <param name="Duration">Its length.</param>
/// <param name="Organiser">Who invites.</param>
/// <param name="Attendees">Who is invited.</param>
/// <param name="Subject">On one line.</param>
/// <param name="BodyText">Plain text.</param>
/// <param name="State">Tentative, agreed or cancelled.</param>
public sealed record RehearsedInvitation(
    string Uid,
    int Sequence,
    Instant Stamp,
    Instant Start,
    Duration Duration,
    Person Organiser,
    IReadOnlyList<Person> Attendees,
    string Subject,
    string BodyText,
    InvitationState State);

/// <summary>How an invitation stands.</summary>
public enum InvitationState
{
    /// <summary>Sent, not answered.</summary>
    Tentative,

    /// <summary>Accepted.</summary>
    Confirmed,

    /// <summary>Cancelled.</summary>
    Cancelled,
}
