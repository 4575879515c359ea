using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Control;
using ClinicalEngagement.GraphSimulator.Faults;
using ClinicalEngagement.GraphSimulator.Subscriptions;
using ClinicalEngagement.GraphSimulator.Wire;
using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Messages and folders: drafts, sending, reading.</summary>
internal sealed class MessageOperations(Post post, ChangeFeed feed)
{
    /// <summary>The operations.</summary>
    public IEnumerable<Operation> Operations =>
    [
        new("users.sendMail", "POST", "/users/{user-id}/sendMail", SendMail),
        new("users.messages.list", "GET", "/users/{user-id}/messages", call => List(call, null)),
        new("users.messages.create", "POST", "/users/{user-id}/messages", Create),
        new("users.messages.get", "GET", "/users/{user-id}/messages/{message-id}", Get),
        new("users.messages.patch", "PATCH", "/users/{user-id}/messages/{message-id}", Patch),
        new("users.messages.delete", "DELETE", "/users/{user-id}/messages/{message-id}", Delete),
        new("users.messages.send", "POST", "/users/{user-id}/messages/{message-id}/send", Send),
        new("users.messages.createReply", "POST", "/users/{user-id}/messages/{message-id}/createReply", CreateReply),
        new("users.messages.attachments.list", "GET", "/users/{user-id}/messages/{message-id}/attachments", ListAttachments),
        new("users.messages.attachments.create", "POST", "/users/{user-id}/messages/{message-id}/attachments", Attach),
        new("users.mailFolders.list", "GET", "/users/{user-id}/mailFolders", ListFolders),
        new("users.mailFolders.get", "GET", "/users/{user-id}/mailFolders/{mailFolder-id}", GetFolder),
        new("users.mailFolders.messages.list", "GET", "/users/{user-id}/mailFolders/{mailFolder-id}/messages", call => List(call, Folder(call))),
        new("users.mailFolders.messages.create", "POST", "/users/{user-id}/mailFolders/{mailFolder-id}/messages", call => Folder(call) == "drafts" ? Create(call) : throw GraphRefusal.NotSimulated("making messages elsewhere than in the drafts")),
    ];

    private GraphResponse SendMail(Call call)
    {
        var body = call.Body.Object("message") ?? throw GraphRefusal.BadRequest("The property 'message' is required.", "ErrorInvalidRequest");
        var message = MessageBody.Apply(body, post.Blank(call.Mailbox, "", ""), call.World);
        RequireRecipients(message);
        post.Send(message, JournalEntry.App, call.Body.Flag("saveToSentItems") ?? true);
        return GraphResponse.Accepted;
    }

    private static GraphResponse List(Call call, string? folder)
    {
        var query = call.Request.Query;
        var mailbox = call.Mailbox;
        RefuseInefficient(query);
        var filter = query.Filter is null ? null : Filter.Parse(query.Filter);
        var stale = new FaultPlan(call.World).Take(mailbox.Address, FaultKind.StaleReads);
        var newest = call.World.Now - Duration.FromSeconds(stale?.Seconds ?? 0);
        var found = call.World.Messages.In(mailbox.Address)
            .Where(m => folder is null || m.Folder == folder)
            .Where(m => Visible(call, m) && (stale is null || m.Modified <= newest))
            .Where(m => query.Search is null || Search(m, query.Search))
            .Where(m => filter is null || filter.Matches(MessageJson.ForFilter(m, call)))
            .OrderByDescending(m => m.Received ?? m.Created).ThenByDescending(m => m.InternetMessageId, StringComparer.Ordinal);
        var sorted = Shaping.Order(found, query.OrderBy, m => MessageJson.ForFilter(m, call)).ToArray();
        return Shaping.Page(call, sorted, m => Shape(call, m), 10, call.UserContext(folder is null ? "messages" : $"mailFolders('{call.Values["mailFolder-id"]}')/messages"));
    }

    private GraphResponse Create(Call call)
    {
        var draft = MessageBody.Apply(call.Body, post.Blank(call.Mailbox, "", ""), call.World);
        call.World.Messages.Put(draft);
        feed.Message(draft, "created");
        Log("draftCreated", call, draft);
        return GraphResponse.Created(Entity(call, draft));
    }

    private GraphResponse CreateReply(Call call)
    {
        var answered = Find(call);
        var body = call.BodyOrEmpty;
        var to = answered.ReplyTo.Count > 0 ? answered.ReplyTo : answered.From is { } from ? [from] : [];
        var subject = answered.Subject.StartsWith("RE: ", StringComparison.OrdinalIgnoreCase) ? answered.Subject : "RE: " + answered.Subject;
        var draft = post.Blank(call.Mailbox, subject, body.Text("comment") ?? "") with { To = to, ConversationId = answered.ConversationId };
        if (body.Object("message") is { } changes)
            draft = MessageBody.Apply(changes, draft, call.World);
        call.World.Messages.Put(draft);
        feed.Message(draft, "created");
        Log("draftCreated", call, draft);
        return GraphResponse.Created(Entity(call, draft));
    }

    private static GraphResponse Get(Call call) => GraphResponse.Ok(Entity(call, Find(call)));

    private GraphResponse Patch(Call call)
    {
        var item = Find(call);
        if (!item.IsDraft && new[] { "subject", "body", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "internetMessageHeaders" }.FirstOrDefault(call.Body.Has) is { } fixedMember)
            throw GraphRefusal.BadRequest($"The property '{fixedMember}' can only be changed while the message is a draft.", "ErrorInvalidPropertySet");
        var changed = MessageBody.Apply(call.Body, item, call.World) with { Revision = item.Revision + 1, Modified = call.World.Now };
        call.World.Messages.Put(changed);
        feed.Message(changed, "updated");
        if (item.IsDraft)
            Log("draftChanged", call, changed);
        return GraphResponse.Ok(Entity(call, changed));
    }

    private GraphResponse Delete(Call call)
    {
        var item = Find(call);
        feed.Message(item, "deleted");
        if (item.Folder == "deleteditems")
            call.World.Messages.Remove(item.Id);
        else
            call.World.Messages.Put(item with { Folder = "deleteditems", RestId = call.World.RestIdOf(item.Id, "deleteditems"), Revision = item.Revision + 1, Modified = call.World.Now });
        Log("messageDeleted", call, item);
        return GraphResponse.NoContent;
    }

    private GraphResponse Send(Call call)
    {
        var item = Find(call);
        // What Graph says to sending a message twice is not documented; that it is no draft any more is what a caller has to find out.
        if (!item.IsDraft)
            throw GraphRefusal.BadRequest("The message was sent already.", "ErrorInvalidOperation");
        RequireRecipients(item);
        post.Send(item, JournalEntry.App);
        return GraphResponse.Accepted;
    }

    private static GraphResponse ListAttachments(Call call)
    {
        var item = Find(call);
        return Shaping.Page(call, item.Attachments, a => Shaping.Select(MessageJson.Write(a, item), call.Request.Query.Select), 10, call.UserContext("messages/attachments"));
    }

    private GraphResponse Attach(Call call)
    {
        var item = Find(call);
        var attachment = MessageBody.ReadAttachment(call.Body, item, item.Attachments.Count, call.World);
        var changed = item with { Attachments = [.. item.Attachments, attachment], Revision = item.Revision + 1, Modified = call.World.Now };
        call.World.Messages.Put(changed);
        feed.Message(changed, "updated");
        return GraphResponse.Created(MessageJson.Write(attachment, changed));
    }

    private static GraphResponse ListFolders(Call call)
    {
        var mailbox = call.Mailbox;
        return Shaping.Page(call, MailFolders.All, f => Shaping.Select(WriteFolder(call, mailbox.Address, f.Name, f.Shown), call.Request.Query.Select), 10, call.UserContext("mailFolders"));
    }

    private static GraphResponse GetFolder(Call call)
    {
        var name = Folder(call);
        return GraphResponse.Ok(Shaping.Select(WriteFolder(call, call.Mailbox.Address, name, MailFolders.All.First(f => f.Name == name).Shown), call.Request.Query.Select));
    }

    private static JsonObject WriteFolder(Call call, string mailbox, string name, string shown)
    {
        var messages = call.World.Messages.In(mailbox).Where(m => m.Folder == name).ToArray();
        return new JsonObject
        {
            ["id"] = MailFolders.IdOf(call.World.Dice, mailbox, name),
            ["displayName"] = shown,
            ["parentFolderId"] = MailFolders.IdOf(call.World.Dice, mailbox, "msgfolderroot"),
            ["childFolderCount"] = 0,
            ["unreadItemCount"] = messages.Count(m => !m.IsRead),
            ["totalItemCount"] = messages.Length,
            ["isHidden"] = false,
        };
    }

    private static string Folder(Call call) => MailFolders.Resolve(call.World.Dice, call.Mailbox.Address, call.Values["mailFolder-id"]);

    private static Message Find(Call call) =>
        call.World.Messages.FindByEither(call.Values["message-id"]) is { } item && item.Mailbox == call.Mailbox.Address && Visible(call, item)
            ? item
            : throw GraphRefusal.ItemNotFound();

    private static bool Visible(Call call, Message message) => message.VisibleFrom is null || message.VisibleFrom <= call.World.Now;

    private static bool Search(Message message, string search)
    {
        var words = search.Trim('"').Split(':', 2)[^1];
        return message.Subject.Contains(words, StringComparison.OrdinalIgnoreCase) || message.Body.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Exchange's rule: what is sorted by has to stand in the filter too, and first.</summary>
    private static void RefuseInefficient(QueryOptions query)
    {
        if (query.Filter is null || query.OrderBy is null)
            return;
        var sorted = query.OrderBy.Split(',').Select(t => t.Trim().Split(' ')[0]).ToArray();
        var filtered = Filter.Parse(query.Filter).Paths.Distinct(StringComparer.OrdinalIgnoreCase).Take(sorted.Length);
        if (!sorted.SequenceEqual(filtered, StringComparer.OrdinalIgnoreCase))
            throw GraphRefusal.BadRequest("The restriction or sort order is too complex for this operation.", "InefficientFilter");
    }

    private static void RequireRecipients(Message message)
    {
        if (message.To.Count + message.Cc.Count + message.Bcc.Count == 0)
            throw GraphRefusal.BadRequest("At least one recipient is required.", "ErrorInvalidRecipients");
        if (message.To.Count + message.Cc.Count + message.Bcc.Count > 500)
            throw GraphRefusal.BadRequest("The number of recipients exceeds 500.", "ErrorExceededMaxRecipientLimit");
    }

    private static JsonObject Shape(Call call, Message item)
    {
        var query = call.Request.Query;
        return Shaping.Select(MessageJson.Write(item, call, query.Select, query.Expand), query.Select, ExtendedProperties.Member, "attachments", "event");
    }

    private static JsonObject Entity(Call call, Message item)
    {
        var json = new JsonObject { ["@odata.context"] = call.Context(call.UserContext("messages/$entity")) };
        foreach (var (name, node) in Shape(call, item))
            json[name] = node?.DeepClone();
        return json;
    }

    private static void Log(string kind, Call call, Message item) => call.World.Log(new JournalEntry
    {
        By = JournalEntry.App,
        Kind = kind,
        Mailbox = item.Mailbox,
        Id = item.Id,
        ConversationId = item.ConversationId,
        Subject = item.Subject,
        Properties = item.Properties.Count > 0 ? item.Properties : null,
    });
}
