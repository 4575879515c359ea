using MimeKit;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

public sealed class MessageSnapshotTests
{
    public static TheoryData<string> Names() => [.. MailSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_EveryKind_IsAsItWasLookedAt(string name)
    {
        var mail = await Rendering.RenderAsync(MailSamples.All[name]);

        Snapshot.ShouldMatch(mail.Html, $"{name}.html");
        Snapshot.ShouldMatch($"Subject: {mail.Subject}\n\n{mail.Text}", $"{name}.txt");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Render_EveryKind_SurvivesTheWire(string name)
    {
        var mail = await Rendering.RenderAsync(MailSamples.All[name]);
        var body = new BodyBuilder { HtmlBody = mail.Html, TextBody = mail.Text };
        foreach (var attachment in mail.Attachments)
            body.LinkedResources.Add(attachment.Name, attachment.Content.ToArray(), ContentType.Parse(attachment.ContentType)).ContentId = attachment.ContentId;
        var sent = new MimeMessage([InternetAddress.Parse("a@trust.example")], [InternetAddress.Parse("b@trust.example")], mail.Subject, body.ToMessageBody());
        using var wire = new MemoryStream();
        await sent.WriteToAsync(wire, TestContext.Current.CancellationToken);
        wire.Position = 0;

        var received = await MimeMessage.LoadAsync(wire, TestContext.Current.CancellationToken);

        received.Subject.ShouldBe(mail.Subject);
        received.HtmlBody.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(mail.Html.ReplaceLineEndings("\n"));
        received.TextBody.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(mail.Text);
        received.BodyParts.OfType<MimePart>().Count(p => p.ContentId == "run-chart").ShouldBe(mail.Attachments.Count);
    }
}
