using System.Globalization;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Reactions;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Subscriptions;
using ClinicalEngagement.GraphSimulator.Trust;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Carries mail between the trust's mailboxes: into sent items, into inboxes, back as undeliverable or as an automatic reply.</summary>
internal sealed class Post(World world, ChangeFeed feed, Clinicians clinicians)
{
    /// <summary>A new message id for the header line.</summary>
    public string NewInternetMessageId(string domain) => $"<{world.Dice.Token(18, "message-id", world.NextKey("message-ids"))}@mail.{domain}>";

    /// <summary>A new conversation.</summary>
    public string NewConversation() => "AAQkAD" + world.Dice.Token(24, "conversation", world.NextKey("conversations"));

    /// <summary>Sends a message that lies in a mailbox: into sent items, then to everybody it names.</summary>
    /// <param name="message">The message, with sender and recipients.</param>
    /// <param name="by">Who acts: "app" or an address.</param>
    /// <param name="keep">False when nothing stays among the sent items.</param>
    public Message Send(Message message, string by, bool keep = true)
    {
        var lag = world.Settings.SentItemsLagSeconds;
        var wasThere = world.Messages.Find(message.Id) is not null;
        var sent = message with
        {
            Folder = "sentitems",
            RestId = world.RestIdOf(message.Id, "sentitems"),
            Revision = message.Revision + 1,
            Sent = world.Now,
            Received = world.Now,
            Modified = world.Now,
            IsRead = true,
            VisibleFrom = lag > 0 ? world.Now + Duration.FromSeconds(lag) : null,
        };
        if (wasThere)
            feed.Message(message, "deleted");
        if (keep)
        {
            world.Messages.Put(sent);
            feed.Message(sent, "created");
        }
        else
        {
            world.Messages.Remove(message.Id);
        }

        Party[] everybody = [.. sent.To.Concat(sent.Cc).Concat(sent.Bcc).DistinctBy(p => p.Address)];
        if (sent.Meeting is null)
        {
            world.Log(new JournalEntry
            {
                By = by,
                Kind = "mailSent",
                Mailbox = sent.Mailbox,
                Id = sent.Id,
                ConversationId = sent.ConversationId,
                InternetMessageId = sent.InternetMessageId,
                Subject = sent.Subject,
                People = [.. everybody.Select(p => p.Address)],
                Properties = sent.Properties.Count > 0 ? sent.Properties : null,
                Detail = sent.Headers.FirstOrDefault(h => h.Name == "Auto-Submitted")?.Value,
            });
        }

        foreach (var recipient in everybody)
            Deliver(sent, recipient, by);
        return sent;
    }

    /// <summary>Writes and sends a message in somebody's name.</summary>
    /// <param name="from">In whose name.</param>
    /// <param name="to">To whom.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="body">The words, as text.</param>
    /// <param name="answered">The message answered, or null for a new conversation.</param>
    /// <param name="by">Who acts; the person or their secretary.</param>
    /// <param name="headers">Further header lines.</param>
    public Message Write(Person from, Party to, string subject, string body, Message? answered, Person by, params IReadOnlyList<Header> headers)
    {
        var message = Blank(from, subject, body) with
        {
            Sender = by.Address == from.Address ? null : new Party(by.Name, by.Address),
            To = [to],
            Headers = headers,
        };
        if (answered is not null)
        {
            message = message with
            {
                ConversationId = answered.ConversationId,
                Headers = [.. headers, new Header("In-Reply-To", answered.InternetMessageId), new Header("References", answered.InternetMessageId)],
            };
        }

        return Send(message, by.Address, keep: true);
    }

    /// <summary>An unsent message of a mailbox, not stored yet.</summary>
    public Message Blank(Person from, string subject, string body)
    {
        var id = world.NewItemId("messages");
        return new Message
        {
            Id = id,
            RestId = world.RestIdOf(id, "drafts"),
            Mailbox = from.Address,
            Folder = "drafts",
            Subject = subject,
            Body = body,
            From = new Party(from.Name, from.Address),
            ConversationId = NewConversation(),
            InternetMessageId = NewInternetMessageId(DomainOf(from.Address)),
            Created = world.Now,
            Modified = world.Now,
        };
    }

    /// <summary>Sends back what could not be delivered.</summary>
    public void Bounce(Message sent, Party recipient, string why)
    {
        if (world.People.Find(sent.Mailbox) is not { } sender)
            return;
        world.Log(new JournalEntry { By = "postmaster", Kind = "mailBounced", Mailbox = sent.Mailbox, Id = sent.Id, ConversationId = sent.ConversationId, Subject = sent.Subject, People = [recipient.Address], Detail = why });
        var notice = Blank(sender, "Undeliverable: " + sent.Subject, $"Your message to {recipient.Address} couldn't be delivered.\r\n\r\n{why}\r\n") with
        {
            From = new Party("Microsoft Outlook", "postmaster@" + DomainOf(sender.Address)),
            To = [new Party(sender.Name, sender.Address)],
            ConversationId = sent.ConversationId,
            Headers =
            [
                new Header("Auto-Submitted", "auto-replied"),
                new Header("Content-Type", "multipart/report; report-type=delivery-status"),
                new Header("X-MS-Exchange-Message-Is-Ndr", ""),
                new Header("In-Reply-To", sent.InternetMessageId),
                new Header("X-Failed-Recipients", recipient.Address),
            ],
        };
        Receive(sender, notice);
    }

    /// <summary>Answers that the person is away.</summary>
    public void AutoReply(Person person, Message received)
    {
        if (received.From is not { } to || world.FindPerson(to.Address) is null)
            return;
        var reply = Blank(person, "Automatic reply: " + received.Subject, AutomaticReplyOf(person)) with
        {
            To = [to],
            ConversationId = received.ConversationId,
            Headers =
            [
                new Header("Auto-Submitted", "auto-replied"),
                new Header("X-Auto-Response-Suppress", "All"),
                new Header("In-Reply-To", received.InternetMessageId),
            ],
        };
        Send(reply, person.Address, keep: false);
    }

    /// <summary>The words of a person's automatic reply.</summary>
    public static string AutomaticReplyOf(Person person) => person.Secretary is { } secretary
        ? $"Thank you for your message. I am away and not reading mail. For anything that can't wait please write to my secretary, {secretary}."
        : "Thank you for your message. I am away and not reading mail; I will answer when I am back.";

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private void Deliver(Message sent, Party recipient, string by)
    {
        var person = world.FindPerson(recipient.Address);
        if (person is null)
        {
            if (DomainOf(recipient.Address) == DomainOf(sent.Mailbox) || world.Settings.BounceUnknownDomains)
                Bounce(sent, recipient, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup");
            return;
        }

        if (!person.AccountEnabled)
        {
            Bounce(sent, recipient, "550 5.2.1 Mailbox cannot be accessed");
            return;
        }

        if (person.Guest)
            return;
        var id = world.NewItemId("messages");
        var received = Receive(person, sent with { Id = id, Bcc = [], Properties = new Dictionary<string, string>(), Headers = Transport(sent) });
        var automatic = sent.Headers.Any(h => h.Name.Equals("Auto-Submitted", StringComparison.OrdinalIgnoreCase) && h.Value != "no");
        if (automatic || sent.From is not { } from)
            return;
        if (world.Planner.IsAway(person, world.Today) && NotAnsweredYet(person, from))
            AutoReply(person, received);
        if (received.Meeting is null && by == JournalEntry.App)
            clinicians.OnMail(person, received);
    }

    private Message Receive(Person person, Message message)
    {
        var received = message with
        {
            Mailbox = person.Address,
            Folder = "inbox",
            RestId = world.RestIdOf(message.Id, "inbox"),
            Revision = 1,
            Sent = world.Now,
            Received = world.Now,
            Created = world.Now,
            Modified = world.Now,
            IsRead = false,
            VisibleFrom = null,
        };
        world.Messages.Put(received);
        feed.Message(received, "created");
        return received;
    }

    /// <summary>An automatic reply goes to a sender once in an absence.</summary>
    private bool NotAnsweredYet(Person person, Party from)
    {
        var key = Encounter.KeyOf(person.Address, from.Address);
        var encounter = world.Encounters.Find(key) ?? new Encounter(person.Address, from.Address);
        if (encounter.AutoRepliedOn is { } last && Period.DaysBetween(last, world.Today) < 7)
            return false;
        world.Encounters.Put(encounter with { AutoRepliedOn = world.Today });
        return true;
    }

    private Header[] Transport(Message sent) =>
    [
        new Header("Date", world.Now.ToString("ddd, dd MMM uuuu HH:mm:ss +0000", CultureInfo.InvariantCulture)),
        new Header("Message-ID", sent.InternetMessageId),
        new Header("Subject", sent.Subject),
        .. sent.From is { } from ? [new Header("From", $"{from.Name} <{from.Address}>")] : Array.Empty<Header>(),
        new Header("To", string.Join(", ", sent.To.Select(p => $"{p.Name} <{p.Address}>"))),
        new Header("X-MS-Has-Attach", sent.Attachments.Count > 0 ? "yes" : ""),
        .. sent.Headers,
    ];
}
