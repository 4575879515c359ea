using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Ports;
using MimeKit;

namespace ClinicalEngagement.Infrastructure.Tests.Mail;

public sealed class MessageSnapshotTests
{
    public static TheoryData<string> Names() => [.. MailSamples.All.Keys];

    [Fact]
    public void EveryKindOfMessage_HasASample()
    {
        var kinds = typeof(Message).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(Message))).ToArray();
        kinds.Length.ShouldBeGreaterThan(10);
        kinds.Except(MailSamples.All.Values.Select(m => m.GetType())).ShouldBeEmpty("a kind of message that nobody has looked at");
    }

    /// <summary>What stands in two people's calendars, title and body, and what a cancellation says: secretaries read both.</summary>
    [Fact]
    public void Invitations_AsTheyStandInCalendars_AreAsTheyWereLookedAt()
    {
        var project = MailSamples.Project;
        var invitations = new Dictionary<string, InvitationWords>
        {
            ["by the lead"] = InvitationWords.For(project, project.Lead, "Dr Anna Okafor", 20),
            ["by the sponsor"] = InvitationWords.For(project, new Person("Mr Hal Lacey", new EmailAddress("hal.lacey@trust.example"), Role: "Consultant surgeon"), "Dr Anna Okafor", 20),
            ["sample data, no telephone"] = InvitationWords.For(project with { SampleData = true, Lead = project.Lead with { Phone = null } }, project.Lead, "Dr Anna Okafor", 20),
            ["by mail alone"] = InvitationWords.For(project, project.Lead, "Dr Anna Okafor", 20, Connection.MailOnly),
        };
        Snapshot.ShouldMatch(string.Join("\n\n", invitations.Select(i => $"=== {i.Key} ===\n{i.Value.Subject}\n\n{i.Value.BodyText}")) + "\n", "invitations.txt");
        Snapshot.ShouldMatch(string.Join("\n", [.. CancellationWords.All, CancellationWords.Released("winter pressure"), CancellationWords.HandedOver("Sam Reed")]) + "\n", "cancellations.txt");
    }

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
