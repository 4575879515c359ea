using System.Security.Cryptography;
using System.Text;
using ClinicalEngagement.Domain;
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
            Body = Body(mail),
        };
        message.From.Add(Address(mail.From));
        message.To.AddRange(mail.To.Select(Address));
        using var bytes = new MemoryStream();
        message.WriteTo(Format, bytes);
        return bytes.ToArray();
    }

    private static MimeEntity Body(RehearsedMail mail)
    {
        var html = Text("html", mail.Html);
        MimeEntity shown = html;
        if (mail.Attachments.Count > 0)
        {
            var related = new MultipartRelated { Boundary = Boundary(mail, "related") };
            related.Add(html);
            foreach (var attachment in mail.Attachments)
            {
                related.Add(new MimePart(ContentType.Parse(attachment.ContentType))
                {
                    Content = new MimeContent(new MemoryStream(attachment.Content.ToArray())),
                    ContentId = attachment.ContentId ?? $"{attachment.Name}.{mail.Key}",
                    ContentDisposition = new ContentDisposition(attachment.ContentId is null ? ContentDisposition.Attachment : ContentDisposition.Inline),
                    ContentTransferEncoding = ContentEncoding.Base64,
                    FileName = attachment.Name,
                });
            }

            shown = related;
        }

        var body = new MultipartAlternative { Boundary = Boundary(mail, "alternative") };
        body.Add(Text("plain", PlainText.From(mail.Html)));
        body.Add(shown);
        return body;
    }

    private static TextPart Text(string subtype, string text) => new(subtype)
    {
        ContentTransferEncoding = ContentEncoding.QuotedPrintable,
        Text = text.ReplaceLineEndings("\r\n"),
    };

    private static MailboxAddress Address(Person person) => new(Encoding.UTF8, person.Name, person.Email.Value);

    // A library draws boundaries at random; here they have to be the same in every run.
    private static string Boundary(RehearsedMail mail, string part) =>
        "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{mail.Key}/{part}")).AsSpan(0, 16));

    private static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
