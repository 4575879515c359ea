using System.Globalization;
using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Wire;

namespace ClinicalEngagement.GraphSimulator.Mail;

/// <summary>Reads a message from a request's body.</summary>
internal static class MessageBody
{
    private const int MostHeaders = 5;
    private const int LargestAttachment = 3 * 1024 * 1024;

    private static readonly HashSet<string> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        "attachments", "bccRecipients", "body", "categories", "ccRecipients", "extensions", "flag", "from", "hasAttachments", "importance", "inferenceClassification",
        "internetMessageHeaders", "isDeliveryReceiptRequested", "isRead", "isReadReceiptRequested", "replyTo", "sender", "singleValueExtendedProperties",
        "multiValueExtendedProperties", "subject", "toRecipients", "isDraft", "id",
    };

    /// <summary>The message with what the body says; what it doesn't mention stays.</summary>
    /// <exception cref="GraphRefusal">Something in the body is wrong.</exception>
    public static Message Apply(JsonObject body, Message item, World world)
    {
        body.OnlyMembers("microsoft.graph.message", Members);
        if (body.Object("body") is { } content)
            item = item with { Body = content.Text("content") ?? "", BodyType = ContentType(content) };
        if (body.Object("from") is { } from && Recipients.Read(from, world).Address is var address && address != item.Mailbox)
            throw new GraphRefusal(403, "ErrorSendAsDenied", $"The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account ({address}).");
        return item with
        {
            Subject = body.Text("subject") ?? item.Subject,
            Importance = body.Text("importance")?.ToLowerInvariant() ?? item.Importance,
            IsRead = body.Flag("isRead") ?? item.IsRead,
            Categories = body.Has("categories") ? body.Texts("categories") : item.Categories,
            To = body.Has("toRecipients") ? Recipients.ReadAll(body, "toRecipients", world) : item.To,
            Cc = body.Has("ccRecipients") ? Recipients.ReadAll(body, "ccRecipients", world) : item.Cc,
            Bcc = body.Has("bccRecipients") ? Recipients.ReadAll(body, "bccRecipients", world) : item.Bcc,
            ReplyTo = body.Has("replyTo") ? Recipients.ReadAll(body, "replyTo", world) : item.ReplyTo,
            Headers = body.Has("internetMessageHeaders") ? ReadHeaders(body) : item.Headers,
            Attachments = body.Has("attachments") ? [.. body.Objects("attachments").Select((a, n) => ReadAttachment(a, item, n, world))] : item.Attachments,
            Properties = ExtendedProperties.Read(body, item.Properties),
        };
    }

    /// <summary>One attached file.</summary>
    /// <param name="body">The attachment.</param>
    /// <param name="item">The message it belongs to.</param>
    /// <param name="number">Its place among the message's files.</param>
    /// <param name="world">The world.</param>
    /// <exception cref="GraphRefusal">It is another kind, or too large, or no Base64.</exception>
    public static Attachment ReadAttachment(JsonObject body, Message item, int number, World world)
    {
        if (body.Text("@odata.type") is { } type && type != "#microsoft.graph.fileAttachment")
            throw GraphRefusal.NotSimulated($"attachments of type {type}");
        var content = body.Text("contentBytes") ?? "";
        if (content.Length * 3L / 4 >= LargestAttachment)
            throw new GraphRefusal(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        if (!System.Buffers.Text.Base64.IsValid(content))
            throw GraphRefusal.BadRequest("Invalid base64 string for contentBytes.", "RequestBodyRead");
        return new Attachment(
            "AAMkAt" + world.Dice.Token(24, "attachment", item.Id, number.ToString(CultureInfo.InvariantCulture)),
            body.Text("name") ?? throw GraphRefusal.BadRequest("Attachment's name is required.", "ErrorInvalidRequest"),
            body.Text("contentType") ?? "application/octet-stream",
            content,
            body.Flag("isInline") ?? false,
            body.Text("contentId"));
    }

    private static string ContentType(JsonObject content) => (content.Text("contentType") ?? "text").ToLowerInvariant() switch
    {
        "html" => "html",
        "text" => "text",
        var other => throw GraphRefusal.BadRequest($"The value '{other}' of 'contentType' is not one of text, html.", "RequestBodyRead"),
    };

    private static Header[] ReadHeaders(JsonObject body)
    {
        Header[] headers = [.. body.Objects("internetMessageHeaders").Select(h => new Header(h.Text("name") ?? "", h.Text("value") ?? ""))];
        if (headers.Length is 0 or > MostHeaders)
            throw GraphRefusal.BadRequest($"The number of internet message headers is invalid (should be greater than zero and less or equal to {MostHeaders}).", "InvalidInternetMessageHeaderCollection");
        if (headers.FirstOrDefault(h => !h.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) is { } wrong)
            throw GraphRefusal.BadRequest($"The internet message header name '{wrong.Name}' should start with 'x-' or 'X-'.", "InvalidInternetMessageHeader");
        return headers;
    }
}
