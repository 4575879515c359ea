using System.Text;
using ClinicalEngagement.LocalHost.Rehearsal.Artefacts;
using MimeKit;

namespace ClinicalEngagement.LocalHost.Tests.Rehearsal.Artefacts;

public sealed class EmlWriterTests
{
    [Fact]
    public void Write_AMailWithAPicture_ReadsBackWhole()
    {
        using var stream = new MemoryStream(EmlWriter.Write(ArtefactSamples.Mail));
        var mail = MimeMessage.Load(stream, TestContext.Current.CancellationToken);

        mail.MessageId.ShouldBe("0f0e0d0c0b0a09080706050403020100@trust.example");
        mail.Date.ShouldBe(new DateTimeOffset(2027, 6, 4, 8, 0, 0, TimeSpan.FromHours(1)), "summer time in London");
        mail.Subject.ShouldBe(ArtefactSamples.Mail.Subject);
        mail.From.Mailboxes.Single().Name.ShouldBe("Priya Raman");
        mail.To.Mailboxes.Single().ShouldSatisfyAllConditions(m => m.Name.ShouldBe("Zoë Ní Bhriain"), m => m.Address.ShouldBe("zoe.bhriain@trust.example"));
        mail.HtmlBody.ShouldNotBeNull().ShouldContain("Dear Zoë");
        mail.TextBody.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe("Dear Zoë,\n\nFrom here.\n");
        var picture = mail.BodyParts.OfType<MimePart>().Single(p => p.ContentId == "run-chart");
        using var content = new MemoryStream();
        picture.Content.ShouldNotBeNull().DecodeTo(content, TestContext.Current.CancellationToken);
        content.ToArray().ShouldBe(ArtefactSamples.Mail.Attachments[0].Content.ToArray());
    }

    [Fact]
    public void Write_TheSameMail_IsTheSameBytes() =>
        EmlWriter.Write(ArtefactSamples.Mail).ShouldBe(EmlWriter.Write(ArtefactSamples.Mail with { }));

    [Fact]
    public void Write_AnotherKey_IsAnotherMessage() =>
        Encoding.UTF8.GetString(EmlWriter.Write(ArtefactSamples.Mail with { Key = "1" })).ShouldContain("<1@trust.example>");

    [Fact]
    public void Write_LineBreaksInASubject_AddNoHeader()
    {
        using var stream = new MemoryStream(EmlWriter.Write(ArtefactSamples.Mail with { Subject = "Hello\r\nBcc: everyone@trust.example" }));

        MimeMessage.Load(stream, TestContext.Current.CancellationToken).Bcc.ShouldBeEmpty();
    }

    [Fact]
    public void Write_WithoutPictures_HasTextAndHtmlOnly()
    {
        using var stream = new MemoryStream(EmlWriter.Write(ArtefactSamples.Mail with { Attachments = [] }));

        MimeMessage.Load(stream, TestContext.Current.CancellationToken).BodyParts.Select(p => p.ContentType.MimeType).ShouldBe(["text/plain", "text/html"]);
    }
}
