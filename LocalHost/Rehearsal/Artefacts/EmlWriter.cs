using ClinicalEngagement.Infrastructure.Mail;
using MimeKit;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Artefacts;

/// <summary>Writes a mail as an <c>.eml</c> file that any mail program opens. The same mail is the same bytes.</summary>
public static class EmlWriter
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly FormatOptions Format = CreateFormat();

    /// <summary>The whole message: text and HTML as alternatives, pictures beside the HTML that shows them.</summary>
    public static byte[] Write(RehearsedMail mail)
    {
        var message = new MimeMessage
        {
            MessageId = $"{mail.Key}@{(mail.From.Email.Domain is { Length: > 0 } domain ? domain : "localhost")}",
            Date = mail.SentAt.InZone(London).ToDateTimeOffset(),
            Subject = mail.Subject,
            Body = MailBody.Of(mail.Key, mail.Html, mail.Attachments),
        };
        message.From.Add(MailBody.Address(mail.From));
        message.To.AddRange(mail.To.Select(MailBody.Address));
        using var bytes = new MemoryStream();
        message.WriteTo(Format, bytes);
        return bytes.ToArray();
    }

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
