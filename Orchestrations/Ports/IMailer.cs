using ClinicalEngagement.Domain;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>Mail from the organiser's mailbox (or a shared one with Reply-To the lead), in two steps so that nothing is sent twice.</summary>
public interface IMailer
{
    /// <summary>Looks among the drafts by the mail's key, else creates a draft that carries the key.</summary>
    Task<PortResult<MailDraft>> CreateDraftAsync(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>Gets the message by its id: a draft is sent; one already sent is a success.</summary>
    Task<PortResult<SendOutcome>> SendDraftAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken);

    /// <summary>Looks whether a draft whose sending was begun went out; sends nothing.</summary>
    /// <returns><see cref="SendOutcome.WasSent"/>, <see cref="SendOutcome.StillDraft"/>, or <see cref="SendOutcome.NotFound"/> while it cannot be told.</returns>
    Task<PortResult<SendOutcome>> LookAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken);

    /// <summary>What came into the mailbox since a moment: headers only, bodies are never read.</summary>
    Task<PortResult<IReadOnlyList<IncomingMail>>> GetIncomingAsync(EmailAddress mailbox, Instant since, CancellationToken cancellationToken);

    /// <summary>Whether a person's own mailbox answers now that they are away; what it answers is not read.</summary>
    Task<PortResult<bool>> IsAwayAsync(EmailAddress person, CancellationToken cancellationToken);
}

/// <summary>A mail to be sent.</summary>
/// <param name="Mailbox">From whose mailbox.</param>
/// <param name="Key">The effect's key, kept as an extended property.</param>
/// <param name="To">The recipients.</param>
/// <param name="Subject">On one line.</param>
/// <param name="Html">The body; its text conversion reads well alone.</param>
/// <param name="Attachments">Inline pictures and the like.</param>
public sealed record OutgoingMail(
    EmailAddress Mailbox, string Key, IReadOnlyList<Person> To, string Subject, string Html, IReadOnlyList<MailAttachment> Attachments);

/// <summary>A file in a mail.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ContentId">The id an inline picture is shown by, or null.</param>
/// <param name="Content">Its bytes.</param>
public sealed record MailAttachment(string Name, string ContentType, string? ContentId, ReadOnlyMemory<byte> Content);

/// <summary>A draft.</summary>
/// <param name="Id">Its immutable id.</param>
/// <param name="ConversationId">The conversation it begins or belongs to, or null.</param>
public sealed record MailDraft(string Id, string? ConversationId);

/// <summary>What came of sending a draft.</summary>
public enum SendOutcome
{
    /// <summary>It is out.</summary>
    Sent,

    /// <summary>It was out already.</summary>
    WasSent,

    /// <summary>It lies among the drafts and has not gone.</summary>
    StillDraft,

    /// <summary>The message is not to be found just now; sent items can lag. Look again later, never make a second one.</summary>
    NotFound,
}

/// <summary>A mail that came in, by its headers.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConversationId">Its conversation.</param>
/// <param name="From">Who sent it.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="Kind">What it is.</param>
public sealed record IncomingMail(string Id, string ConversationId, EmailAddress From, Instant ReceivedAt, IncomingMailKind Kind);

/// <summary>What an incoming mail is.</summary>
public enum IncomingMailKind
{
    /// <summary>Words of a person.</summary>
    Reply,

    /// <summary>An answer to an invitation; the calendar has it too.</summary>
    MeetingResponse,

    /// <summary>An automatic reply (<c>Auto-Submitted</c>): changes nothing.</summary>
    Automatic,

    /// <summary>A delivery failure.</summary>
    DeliveryFailure,
}
