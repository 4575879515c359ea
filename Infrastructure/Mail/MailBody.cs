using System.Security.Cryptography;
using System.Text;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using MimeKit;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>The parts of a mail as MIME: text and HTML as alternatives, pictures beside the HTML that shows them. The same mail is the same bytes.</summary>
public static class MailBody
{
    /// <summary>The body of a mail.</summary>
    /// <param name="key">The effect's key; boundaries derive from it.</param>
    /// <param name="html">The HTML, from which the text is read.</param>
    /// <param name="attachments">Inline pictures and the like.</param>
    public static MimeEntity Of(string key, string html, IReadOnlyList<MailAttachment> attachments)
    {
        var shown = Text("html", html);
        MimeEntity alternative = shown;
        if (attachments.Count > 0)
        {
            var related = new MultipartRelated { Boundary = Boundary(key, "related") };
            related.Add(shown);
            foreach (var attachment in attachments)
            {
                related.Add(new MimePart(ContentType.Parse(attachment.ContentType))
                {
                    Content = new MimeContent(new MemoryStream(attachment.Content.ToArray())),
                    ContentId = attachment.ContentId ?? $"{attachment.Name}.{key}",
                    ContentDisposition = new ContentDisposition(attachment.ContentId is null ? ContentDisposition.Attachment : ContentDisposition.Inline),
                    ContentTransferEncoding = ContentEncoding.Base64,
                    FileName = attachment.Name,
                });
            }

            alternative = related;
        }

        var body = new MultipartAlternative { Boundary = Boundary(key, "alternative") };
        body.Add(Text("plain", PlainText.From(html)));
        body.Add(alternative);
        return body;
    }

    /// <summary>A part of words.</summary>
    public static TextPart Text(string subtype, string text) => new(subtype)
    {
        ContentTransferEncoding = ContentEncoding.QuotedPrintable,
        Text = text.ReplaceLineEndings("\r\n"),
    };

    /// <summary>A person as an address of a mail's head.</summary>
    public static MailboxAddress Address(Person person) => new(Encoding.UTF8, person.Name, person.Email.Value);

    /// <summary>A boundary that is the same in every run; a library draws them at random.</summary>
    public static string Boundary(string key, string part) =>
        "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}/{part}")).AsSpan(0, 16));
}
