using System.Globalization;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Graph.Models;
using NodaTime;
using EmailAddress = ClinicalEngagement.Domain.EmailAddress;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Tells a person's words from what machines send, by type, message class and headers alone.</summary>
/// <remarks>Sources: RFC 3834 (Auto-Submitted), RFC 6522 and 3464 (reports), MS-OXCMSG and MS-OXOCAL (message classes).</remarks>
internal static class IncomingMailClassifier
{
    /// <summary>PidTagMessageClass, as Graph names it.</summary>
    public const string MessageClass = "String 0x001A";

    /// <summary>The mail by its headers.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="message">As it came.</param>
    /// <param name="since">The time to use where it has none.</param>
    public static IncomingMail Read(string id, Message message, Instant since) => new(
        id,
        message.ConversationId ?? "",
        new EmailAddress(message.From?.EmailAddress?.Address ?? ""),
        message.ReceivedDateTime is { } received ? Instant.FromDateTimeOffset(received) : since,
        Kind(message));

    private static IncomingMailKind Kind(Message message)
    {
        var itemClass = message.SingleValueExtendedProperties?.FirstOrDefault(p => IsMessageClass(p.Id))?.Value ?? "";
        if (message is EventMessage || itemClass.StartsWith("IPM.Schedule.Meeting", StringComparison.OrdinalIgnoreCase))
            return IncomingMailKind.MeetingResponse;

        // A report of failure is marked as automatic too, so it comes first; a receipt for reading or delivery is no failure.
        var contentType = Header(message, "Content-Type");
        if (itemClass.StartsWith("REPORT.", StringComparison.OrdinalIgnoreCase))
            return itemClass.EndsWith(".NDR", StringComparison.OrdinalIgnoreCase) ? IncomingMailKind.DeliveryFailure : IncomingMailKind.Automatic;
        if (contentType.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase))
            return contentType.Contains("disposition-notification", StringComparison.OrdinalIgnoreCase) ? IncomingMailKind.Automatic : IncomingMailKind.DeliveryFailure;
        if (IsFromMailSystem(message))
            return IncomingMailKind.DeliveryFailure;

        var submitted = Header(message, "Auto-Submitted").Split(';')[0].Trim();
        if ((submitted.Length > 0 && !submitted.Equals("no", StringComparison.OrdinalIgnoreCase))
            || itemClass.StartsWith("IPM.Note.Rules.OofTemplate", StringComparison.OrdinalIgnoreCase)
            || itemClass.StartsWith("IPM.Note.Rules.ReplyTemplate", StringComparison.OrdinalIgnoreCase))
            return IncomingMailKind.Automatic;
        return IncomingMailKind.Reply;
    }

    private static bool IsFromMailSystem(Message message)
    {
        var from = message.From?.EmailAddress?.Address;
        if (string.IsNullOrWhiteSpace(from) || Header(message, "Return-Path").Trim() == "<>")
            // An automatic reply also travels without a sender, but says what it is.
            return string.IsNullOrWhiteSpace(from) || Header(message, "Auto-Submitted").Length == 0;
        var name = from.Split('@')[0];
        return name.Equals("postmaster", StringComparison.OrdinalIgnoreCase)
            || name.Equals("mailer-daemon", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e", StringComparison.OrdinalIgnoreCase);
    }

    // Graph writes the number its own way: asked for 0x001A it answers 0x1a.
    private static bool IsMessageClass(string? id) =>
        id is not null && id.StartsWith("String 0x", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(id.AsSpan("String 0x".Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tag) && tag == 0x1A;

    private static string Header(Message message, string name) =>
        message.InternetMessageHeaders?.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase))?.Value ?? "";
}
