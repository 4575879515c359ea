using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.MailFolders.Item.Messages;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;
using Person = ClinicalEngagement.Domain.Person;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Mail at Microsoft Graph: a draft that is found again by its key, then sent by its immutable id. Of what comes in, headers only.</summary>
/// <param name="connection">The way to Graph.</param>
internal sealed class GraphMailer(GraphConnection connection) : IMailer
{
    private const int LargestAttachments = 3 * 1024 * 1024;
    private const int PageSize = 50;
    private static readonly string[] Headers = ["id", "conversationId", "from", "receivedDateTime", "internetMessageHeaders"];

    public async Task<PortResult<MailDraft>> CreateDraftAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (!mail.To.All(p => AddressText.IsPlausible(p.Email)))
            return new PortResult<MailDraft>.Refused("An address of a recipient is not an e-mail address.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mail.Attachments.Sum(a => a.Content.Length), LargestAttachments, nameof(mail));
        var mailbox = connection.MailboxFor(mail.Mailbox);
        return await FindDraftAsync(mailbox, mail.Key, cancellationToken).ThenAsync(
            found => found is null
                ? MakeDraftAsync(mailbox, mail, cancellationToken)
                : Task.FromResult<PortResult<MailDraft>>(found));
    }

    public async Task<PortResult<SendOutcome>> SendDraftAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken)
    {
        var from = connection.MailboxFor(mailbox);
        // A mailbox that may not send now is not asked how far each of its drafts has come.
        if (connection.GateOf(from).NoRoomUntil(connection.Now, connection.Options.MessagesPerMinute) is { } full)
            return new PortResult<SendOutcome>.Throttled(full);
        if (await LookAsync(mailbox, draftId, cancellationToken) is var state and not PortResult<SendOutcome>.Answered { Value: SendOutcome.StillDraft })
            return state;
        if (connection.GateOf(from).TrySend(connection.Now, connection.Options.MessagesPerMinute) is { } later)
            return new PortResult<SendOutcome>.Throttled(later);
        return await connection.CallAsync<SendOutcome>(
            from,
            "send draft",
            async (graph, cancel) =>
            {
                await graph.Users[from.Value].Messages[draftId].Send.PostAsync(cancellationToken: cancel);
                return SendOutcome.Sent;
            },
            cancellationToken,
            failure => failure.IsItemGone ? SendOutcome.NotFound : null);
    }

    public async Task<PortResult<SendOutcome>> LookAsync(EmailAddress mailbox, string draftId, CancellationToken cancellationToken)
    {
        var from = connection.MailboxFor(mailbox);
        var state = await connection.CallAsync<Message?>(
            from,
            "get draft",
            (graph, cancel) => graph.Users[from.Value].Messages[draftId].GetAsync(r => r.QueryParameters.Select = ["id", "isDraft"], cancel),
            cancellationToken,
            failure => failure.IsItemGone ? new PortResult<Message?>.Answered(null) : null);
        return state.Map(m => m switch { null => SendOutcome.NotFound, { IsDraft: true } => SendOutcome.StillDraft, _ => SendOutcome.WasSent });
    }

    public async Task<PortResult<bool>> IsAwayAsync(EmailAddress person, CancellationToken cancellationToken)
    {
        // It is about the person, whichever mailbox works for them.
        var settings = await connection.CallAsync(
            person,
            "get automatic replies",
            (graph, cancel) => graph.Users[person.Value].MailboxSettings.GetAsync(r => r.QueryParameters.Select = ["automaticRepliesSetting"], cancel),
            cancellationToken);
        return settings.Map(s => IsAway(s?.AutomaticRepliesSetting, connection.Now));
    }

    public async Task<PortResult<IReadOnlyList<IncomingMail>>> GetIncomingAsync(EmailAddress mailbox, Instant since, CancellationToken cancellationToken)
    {
        var into = connection.MailboxFor(mailbox);
        var mails = new Dictionary<string, IncomingMail>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? link = null;
        do
        {
            var at = link;
            var answer = await connection.CallAsync(
                into,
                "list incoming",
                (graph, cancel) => PageAsync(graph.Users[into.Value].MailFolders["inbox"].Messages, at, since, cancel),
                cancellationToken);
            if (answer is not PortResult<MessageCollectionResponse?>.Answered { Value: { } page })
                return answer.Map(_ => (IReadOnlyList<IncomingMail>)[]);
            // While it is read page by page new mail moves the pages on: the same one may come twice.
            foreach (var message in page.Value ?? [])
                if (message is { Id: { } id, IsDraft: not true })
                    mails[id] = IncomingMailClassifier.Read(id, message, since);
            link = page.OdataNextLink;
            if (link is not null && (!connection.IsOwn(link) || !seen.Add(link)))
                throw new GraphAnswerException("a link to the next page points elsewhere or back");
        }
        while (link is not null);

        return mails.Values.OrderBy(m => m.ReceivedAt).ThenBy(m => m.Id, StringComparer.Ordinal).ToArray();
    }

    private async Task<PortResult<MailDraft?>> FindDraftAsync(EmailAddress mailbox, string key, CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(
            mailbox,
            "find draft",
            (graph, cancel) => graph.Users[mailbox.Value].MailFolders["drafts"].Messages.GetAsync(
                request =>
                {
                    request.QueryParameters.Filter = KeyProperty.Filter(key);
                    request.QueryParameters.Select = ["id", "conversationId", "createdDateTime"];
                    request.QueryParameters.Top = 10;
                },
                cancel),
            cancellationToken);
        return answer.Map(found => found?.Value?
            .Where(m => m.Id is not null)
            .OrderBy(m => m.CreatedDateTime).ThenBy(m => m.Id, StringComparer.Ordinal)
            .Select(m => new MailDraft(m.Id!, m.ConversationId)).FirstOrDefault());
    }

    private static bool IsAway(AutomaticRepliesSetting? replies, Instant now) => replies switch
    {
        { Status: AutomaticRepliesStatus.AlwaysEnabled } => true,
        { Status: AutomaticRepliesStatus.Scheduled } => GraphZones.Read(replies.ScheduledStartDateTime) <= now && now < GraphZones.Read(replies.ScheduledEndDateTime),
        _ => false,
    };

    private async Task<PortResult<MailDraft>> MakeDraftAsync(EmailAddress mailbox, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var draft = new Message
        {
            Subject = AddressText.OneLine(mail.Subject),
            Body = new ItemBody { ContentType = BodyType.Html, Content = mail.Html },
            ToRecipients = [.. mail.To.Select(Recipient)],
            SingleValueExtendedProperties = KeyProperty.With(mail.Key),
            InternetMessageHeaders = MailHeaders.For(mail.Key),
        };
        // What is set to null is sent as null, so it is set only where it is wanted. The shared mailbox is among those
        // replied to: what does not come back to it is not noticed.
        if (mailbox != mail.Mailbox)
            draft.ReplyTo = [Recipient(new Person("", mail.Mailbox)), Recipient(new Person("", mailbox))];
        if (mail.Attachments.Count > 0)
            draft.Attachments = [.. mail.Attachments.Select(Attachment)];
        var answer = await connection.CallAsync(
            mailbox, "create draft", (graph, cancel) => graph.Users[mailbox.Value].Messages.PostAsync(draft, cancellationToken: cancel), cancellationToken);
        return answer.Map(m => new MailDraft(m?.Id ?? throw new GraphAnswerException("a new draft has no id"), m.ConversationId));
    }

    private static Task<MessageCollectionResponse?> PageAsync(MessagesRequestBuilder inbox, string? link, Instant since, CancellationToken cancellationToken) =>
        link is null
            ? inbox.GetAsync(
                request =>
                {
                    request.QueryParameters.Filter = $"receivedDateTime ge {since.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", null)}";
                    request.QueryParameters.Orderby = ["receivedDateTime"];
                    request.QueryParameters.Select = Headers;
                    request.QueryParameters.Expand = [$"singleValueExtendedProperties($filter=id eq '{IncomingMailClassifier.MessageClass}')"];
                    request.QueryParameters.Top = PageSize;
                },
                cancellationToken)
            : inbox.WithUrl(link).GetAsync(cancellationToken: cancellationToken);

    private static Recipient Recipient(Person person) => new() { EmailAddress = AddressText.Write(person) };

    private static Attachment Attachment(MailAttachment attachment)
    {
        var written = new FileAttachment
        {
            Name = AddressText.OneLine(attachment.Name),
            ContentType = attachment.ContentType,
            IsInline = attachment.ContentId is not null,
            ContentBytes = attachment.Content.ToArray(),
        };
        if (attachment.ContentId is { } id)
            written.ContentId = id;
        return written;
    }
}
