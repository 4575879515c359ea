using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>One message in one mailbox.</summary>
internal sealed record Message
{
    /// <summary>The immutable id: the key.</summary>
    public required string Id { get; init; }

    /// <summary>The id given without Prefer: IdType="ImmutableId"; another one after a move.</summary>
    public required string RestId { get; init; }

    public required string Mailbox { get; init; }

    /// <summary>drafts, inbox, sentitems or deleteditems.</summary>
    public required string Folder { get; init; }

    /// <summary>message, eventMessage, eventMessageRequest or eventMessageResponse.</summary>
    public string Kind { get; init; } = "message";

    public int Revision { get; init; } = 1;

    public string Subject { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>html or text.</summary>
    public string BodyType { get; init; } = "text";

    /// <summary>Null in a draft that names nobody.</summary>
    public Party? From { get; init; }

    /// <summary>Who sent it, when someone else than From did.</summary>
    public Party? Sender { get; init; }

    public IReadOnlyList<Party> To { get; init; } = [];

    public IReadOnlyList<Party> Cc { get; init; } = [];

    public IReadOnlyList<Party> Bcc { get; init; } = [];

    public IReadOnlyList<Party> ReplyTo { get; init; } = [];

    public required string ConversationId { get; init; }

    public required string InternetMessageId { get; init; }

    /// <summary>The header lines, custom ones and those of transport.</summary>
    public IReadOnlyList<Header> Headers { get; init; } = [];

    public Instant? Received { get; init; }

    public Instant? Sent { get; init; }

    public required Instant Created { get; init; }

    public required Instant Modified { get; init; }

    public bool IsRead { get; init; }

    public bool IsDraft => Folder == "drafts";

    public string Importance { get; init; } = "normal";

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Single-value extended properties by id.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Before this it can't be read, though it was sent: sent items lag. Null for no lag.</summary>
    public Instant? VisibleFrom { get; init; }

    /// <summary>What a meeting message is about, or null.</summary>
    public MeetingPart? Meeting { get; init; }
}

/// <summary>One header line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record Header(string Name, string Value);

/// <summary>An attached file.</summary>
/// <param name="Id">Its id within the message.</param>
/// <param name="Name">The file's name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">The bytes, Base64.</param>
/// <param name="IsInline">True when the HTML body shows it.</param>
/// <param name="ContentId">What the HTML body calls it, or null.</param>
internal sealed record Attachment(string Id, string Name, string ContentType, string Content, bool IsInline, string? ContentId);

/// <summary>What a meeting request, answer or cancellation says of the meeting.</summary>
/// <param name="Type">Graph's meetingMessageType.</param>
/// <param name="ICalUId">The meeting.</param>
/// <param name="Start">Its start when the message was written.</param>
/// <param name="End">Its end when the message was written.</param>
/// <param name="Response">Graph's word of an answer, or null.</param>
/// <param name="ProposedStart">A proposed start, or null.</param>
/// <param name="ProposedEnd">A proposed end, or null.</param>
internal sealed record MeetingPart(
    string Type, string ICalUId, Instant Start, Instant End, string? Response = null, Instant? ProposedStart = null, Instant? ProposedEnd = null);
