using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using MimeKit;
using NodaTime;
using SmtpServer.Protocol;
using static ClinicalEngagement.Infrastructure.Tests.Smtp.SmtpTrial;

namespace ClinicalEngagement.Infrastructure.Tests.Smtp;

/// <summary>Mail against a real SMTP server; MimeKit is the judge of what arrives.</summary>
public sealed class SmtpMailerTests
{
    [Fact]
    public async Task Mail_DraftedAndSentTwice_ArrivesOnceAsItWasMeant()
    {
        await using var trial = await StartAsync();

        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("4f00"), default));
        var again = Answered(await trial.Mailer.CreateDraftAsync(MailOf("4f00"), default));
        var sent = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));
        var twice = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));

        (again, sent, twice).ShouldBe((draft, SendOutcome.Sent, SendOutcome.WasSent));
        var message = trial.Inbox.Messages.ShouldHaveSingleItem();
        message.MessageId.ShouldBe("4f00.0@trust.example");
        message.From.Mailboxes.ShouldHaveSingleItem().ToString().ShouldBe("\"Clinical engagement\" <engagement@trust.example>");
        message.ReplyTo.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(Lead.Value);
        message.To.Mailboxes.ShouldHaveSingleItem().ToString().ShouldBe("\"Dr Anna Bell\" <anna.bell@trust.example>");
        message.Subject.ShouldBe("Your view on frailty");
        message.TextBody!.ShouldContain("Dear Anna");
        message.HtmlBody!.ShouldContain("<p>Dear Anna</p>");
        message.Headers.Count(h => h.Field.StartsWith("X-", StringComparison.OrdinalIgnoreCase)).ShouldBeLessThanOrEqualTo(5);
        message.Date.ShouldBe(trial.Clock.GetCurrentInstant().ToDateTimeOffset());
        (await trial.PostedAsync()).ShouldHaveSingleItem().Content.ShouldBeNull("what is out is not kept");
    }

    [Fact]
    public async Task Mail_WithAPicture_ShowsItBesideTheHtml()
    {
        await using var trial = await StartAsync();
        var mail = MailOf("k1") with { Attachments = [new MailAttachment("chart.png", "image/png", "chart", new byte[] { 1, 2, 3 })] };

        await trial.Mailer.SendDraftAsync(Lead, Answered(await trial.Mailer.CreateDraftAsync(mail, default)).Id, default);

        var picture = trial.Inbox.Messages[0].BodyParts.OfType<MimePart>().Single(p => p.ContentType.IsMimeType("image", "png"));
        picture.ContentId.ShouldBe("chart");
        using var bytes = new MemoryStream();
        await picture.Content!.DecodeToAsync(bytes);
        bytes.ToArray().ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("AfterMessage", 1)]
    [InlineData("WithinMessage", 0)]
    public async Task Mail_WireCutWhenTheServerMayHaveIt_IsNeverSentASecondTime(string where, int taken)
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        trial.Inbox.CutNext = Enum.Parse<Cut>(where);

        var first = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));
        trial.Clock.AdvanceMinutes(59);
        var later = Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default));

        (first, later).ShouldBe((SendOutcome.NotFound, SendOutcome.NotFound), "after an hour the workflow asks a person");
        trial.Inbox.Messages.Count.ShouldBe(taken);
    }

    [Fact]
    public async Task Mail_WireCutBeforeTheRecipient_IsAnOutageAndGoesOnceAfterwards()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        trial.Inbox.CutNext = Cut.BeforeRecipient;

        await Should.ThrowAsync<SmtpOutageException>(() => trial.Mailer.SendDraftAsync(Lead, draft.Id, default));

        Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default)).ShouldBe(SendOutcome.Sent);
        trial.Inbox.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Mail_ProcessDiedWhileSending_IsNotSentAgain()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        await trial.Store.WriteAsync(
            async (writer, token) =>
            {
                writer.Update((await writer.FindAsync<PostedMail>("k1.0", token))! with { TryingSince = trial.Clock.GetCurrentInstant() });
                return true;
            },
            default);

        Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default)).ShouldBe(SendOutcome.NotFound);
        trial.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mail_SentByTenAtOnce_GoesOnce()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => trial.Mailer.SendDraftAsync(Lead, draft.Id, default)));

        outcomes.Select(Answered).Count(o => o == SendOutcome.Sent).ShouldBe(1);
        trial.Inbox.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Mail_ServerSaysNotNow_ComesBackLater()
    {
        await using var trial = await StartAsync();
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));
        trial.Inbox.AnswerNext = new SmtpResponse(SmtpReplyCode.InsufficientStorage, "later");

        (await trial.Mailer.SendDraftAsync(Lead, draft.Id, default))
            .ShouldBe(new PortResult<SendOutcome>.Throttled(trial.Clock.GetCurrentInstant() + Duration.FromMinutes(5)));
        Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default)).ShouldBe(SendOutcome.Sent);
    }

    [Fact]
    public async Task Mail_ServerSaysNo_IsRefusedWithoutTheAddress()
    {
        await using var trial = await StartAsync();
        trial.Inbox.Unknown.Add(Clinician.Email.Value);
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));

        var reason = (await trial.Mailer.SendDraftAsync(Lead, draft.Id, default)).ShouldBeOfType<PortResult<SendOutcome>.Refused>().Reason;

        reason.ShouldContain("550");
        reason.ShouldNotContain("@");
        trial.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mail_ThirtyFirstInAMinute_Waits()
    {
        await using var trial = await StartAsync();
        for (var i = 0; i < 30; i++)
            Answered(await trial.Mailer.SendDraftAsync(Lead, Answered(await trial.Mailer.CreateDraftAsync(MailOf($"k{i}"), default)).Id, default)).ShouldBe(SendOutcome.Sent);
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k30"), default));

        (await trial.Mailer.SendDraftAsync(Lead, draft.Id, default)).ShouldBe(new PortResult<SendOutcome>.Throttled(trial.Clock.GetCurrentInstant() + Duration.FromMinutes(1)));
        trial.Clock.AdvanceMinutes(1);
        Answered(await trial.Mailer.SendDraftAsync(Lead, draft.Id, default)).ShouldBe(SendOutcome.Sent);
        trial.Inbox.Messages.Count.ShouldBe(31);
    }

    [Fact]
    public async Task Mail_SignInRefused_IsAnOutageAndTheCheckSaysSo()
    {
        await using var trial = await StartAsync(new Dictionary<string, string?> { ["Smtp:Password"] = "wrong" });
        var draft = Answered(await trial.Mailer.CreateDraftAsync(MailOf("k1"), default));

        (await Should.ThrowAsync<SmtpOutageException>(() => trial.Mailer.SendDraftAsync(Lead, draft.Id, default))).Message.ShouldContain("sign-in");
        (await trial.Service<SmtpCheck>().RunAsync(default)).ShouldNotBeNull().ShouldContain("sign-in");
    }

    [Fact]
    public async Task Check_ServerThatLetsUsIn_IsFineAndSendsNothing()
    {
        await using var trial = await StartAsync();

        (await trial.Service<SmtpCheck>().RunAsync(default)).ShouldBeNull();
        trial.Inbox.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Connection_IsMailOnly_AndGraphIsNotAsked()
    {
        await using var trial = await StartAsync(new Dictionary<string, string?> { ["Graph:NotificationAddress"] = "https://product.example/graph" });

        trial.Service<Connection>().ShouldBe(Connection.MailOnly);
        trial.Service<Infrastructure.Graph.GraphSubscriptions>().Enabled.ShouldBeFalse();
        (await trial.Service<IDirectory>().FindAsync([Lead], default)).ShouldBeOfType<PortResult<IReadOnlyDictionary<Domain.EmailAddress, DirectoryPerson>>.Refused>();
    }

    [Theory]
    [InlineData("Security", "None", "Host", "mail.trust.example", "Smtp:Security")]
    [InlineData("From", "not an address", "Port", "587", "Smtp:From")]
    [InlineData("MessagesPerMinute", "31", "Port", "587", "Smtp:MessagesPerMinute")]
    [InlineData("RetryAfter", "00:00:01", "Port", "587", "Smtp:RetryAfter")]
    [InlineData("Timeout", "00:10:00", "Port", "0", "Smtp:Port")]
    public async Task Options_OutOfRange_AreNamed(string name, string value, string other, string otherValue, string expected)
    {
        await using var trial = await StartAsync(new Dictionary<string, string?> { [$"Smtp:{name}"] = value, [$"Smtp:{other}"] = otherValue });

        var fault = Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => trial.Service<Microsoft.Extensions.Options.IOptions<SmtpOptions>>().Value);

        fault.Message.ShouldContain(expected);
        fault.Message.ShouldNotContain(SmtpInbox.Password);
    }
}
