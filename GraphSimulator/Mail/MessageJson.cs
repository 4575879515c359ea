using System.Globalization;
using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Calendars;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Writes messages as Graph does.</summary>
internal static class MessageJson
{
    /// <summary>A recipient.</summary>
    public static JsonObject Recipient(Party party) => new() { ["emailAddress"] = Address(party) };

    /// <summary>An emailAddress.</summary>
    public static JsonObject Address(Party party) => new() { ["name"] = party.Name, ["address"] = party.Address };

    /// <summary>The id that a caller sees.</summary>
    public static string IdFor(Message item, bool immutable) => immutable ? item.Id : item.RestId;

    /// <summary>The change key of its present state.</summary>
    public static string ChangeKey(Dice dice, Message item) => "CQAAABYAAA" + dice.Token(12, "change", item.Id, item.Revision.ToString(CultureInfo.InvariantCulture));

    /// <summary>The whole message; header lines only when they are selected, extended properties and files only when expanded.</summary>
    public static JsonObject Write(Message item, Call call, IReadOnlyCollection<string>? select = null, string? expand = null)
    {
        var changeKey = ChangeKey(call.World.Dice, item);
        var json = new JsonObject();
        if (item.Kind != "message")
            json["@odata.type"] = $"#microsoft.graph.{item.Kind}";
        json["@odata.etag"] = $"W/\"{changeKey}\"";
        json["id"] = IdFor(item, call.Request.Preferences.ImmutableIds);
        json["createdDateTime"] = Zones.Text(item.Created);
        json["lastModifiedDateTime"] = Zones.Text(item.Modified);
        json["changeKey"] = changeKey;
        json["categories"] = new JsonArray([.. item.Categories.Select(c => JsonValue.Create(c))]);
        json["receivedDateTime"] = Zones.Text(item.Received ?? item.Created);
        json["sentDateTime"] = Zones.Text(item.Sent ?? item.Created);
        json["hasAttachments"] = item.Attachments.Any(a => !a.IsInline);
        json["internetMessageId"] = item.InternetMessageId;
        json["subject"] = item.Subject;
        json["bodyPreview"] = Html.Preview(item.Body, item.BodyType);
        json["importance"] = item.Importance;
        json["parentFolderId"] = MailFolders.IdOf(call.World.Dice, item.Mailbox, item.Folder);
        json["conversationId"] = item.ConversationId;
        json["conversationIndex"] = Convert.ToBase64String(call.World.Dice.Guid("index", item.InternetMessageId).ToByteArray());
        json["isDeliveryReceiptRequested"] = false;
        json["isReadReceiptRequested"] = false;
        json["isRead"] = item.IsRead;
        json["isDraft"] = item.IsDraft;
        json["webLink"] = $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(item.RestId)}&exvsurl=1&viewmodel=ReadMessageItem";
        json["inferenceClassification"] = "focused";
        json["body"] = Html.Body(item.Body, item.BodyType, call.Request.Preferences.TextBody);
        json["sender"] = (item.Sender ?? item.From) is { } sender ? Recipient(sender) : null;
        json["from"] = item.From is { } from ? Recipient(from) : null;
        json["toRecipients"] = Recipients(item.To);
        json["ccRecipients"] = Recipients(item.Cc);
        json["bccRecipients"] = Recipients(item.Bcc);
        json["replyTo"] = Recipients(item.ReplyTo);
        json["flag"] = new JsonObject { ["flagStatus"] = "notFlagged" };
        if (item.Meeting is { } meeting)
            WriteMeeting(json, item.Kind, meeting, call);
        if (select?.Contains("internetMessageHeaders", StringComparer.OrdinalIgnoreCase) == true)
            json["internetMessageHeaders"] = new JsonArray([.. item.Headers.Select(h => new JsonObject { ["name"] = h.Name, ["value"] = h.Value })]);
        if (ExtendedProperties.Expand(expand, item.Properties) is { Count: > 0 } properties)
            json[ExtendedProperties.Member] = properties;
        if (expand is "microsoft.graph.eventMessage/event" or "microsoft.graph.eventmessage/event" && item.Meeting is { } about
            && call.World.Events.In(item.Mailbox).FirstOrDefault(e => e.ICalUId == about.ICalUId) is { } own)
            json["event"] = EventJson.Write(own, call);
        if (expand?.StartsWith("attachments", StringComparison.OrdinalIgnoreCase) == true)
            json["attachments"] = new JsonArray([.. item.Attachments.Select(a => Write(a, item))]);
        return json;
    }

    /// <summary>The whole message with everything that a $filter may look at.</summary>
    public static JsonObject ForFilter(Message item, Call call)
    {
        var json = Write(item, call);
        json[ExtendedProperties.Member] = ExtendedProperties.Write(item.Properties);
        return json;
    }

    /// <summary>An attached file.</summary>
    public static JsonObject Write(Attachment attachment, Message item) => new()
    {
        ["@odata.type"] = "#microsoft.graph.fileAttachment",
        ["id"] = attachment.Id,
        ["lastModifiedDateTime"] = Zones.Text(item.Modified),
        ["name"] = attachment.Name,
        ["contentType"] = attachment.ContentType,
        ["size"] = attachment.Content.Length * 3 / 4,
        ["isInline"] = attachment.IsInline,
        ["contentId"] = attachment.ContentId,
        ["contentLocation"] = null,
        ["contentBytes"] = attachment.Content,
    };

    private static JsonArray Recipients(IReadOnlyList<Party> parties) => [.. parties.Select(Recipient)];

    private static void WriteMeeting(JsonObject json, string kind, MeetingPart meeting, Call call)
    {
        json["meetingMessageType"] = meeting.Type;
        json["type"] = "singleInstance";
        json["isOutOfDate"] = false;
        json["isAllDay"] = false;
        json["isDelegated"] = false;
        json["startDateTime"] = Zones.Write(meeting.Start, call.Zone, call.ZoneName);
        json["endDateTime"] = Zones.Write(meeting.End, call.Zone, call.ZoneName);
        if (kind != "eventMessageResponse")
            return;
        json["responseType"] = meeting.Response;
        if (meeting is { ProposedStart: { } start, ProposedEnd: { } end })
        {
            json["proposedNewTime"] = new JsonObject
            {
                ["start"] = Zones.Write(start, call.Zone, call.ZoneName),
                ["end"] = Zones.Write(end, call.Zone, call.ZoneName),
            };
        }
    }
}
