using System.Globalization;
using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Infrastructure.Tests.Graph;
using ClinicalEngagement.Orchestrations.Store;
using CsCheck;
using MimeKit;
using static ClinicalEngagement.Infrastructure.Tests.Smtp.SmtpTrial;

namespace ClinicalEngagement.Infrastructure.Tests.Smtp;

/// <summary>
/// However names and subjects are made up, the mail as it would be handed to the server has the lines we meant and no other, and the
/// invitation in it the one event we meant. CLINICAL_ENGAGEMENT_SWEEP sets how many payloads are tried.
/// </summary>
public sealed class SmtpInjectionTests
{
    private static readonly int Payloads = int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 150;

    [Fact]
    public async Task Mail_AnyNameAndSubject_IsTheMailWeMeant()
    {
        await using var trial = await StartAsync();
        var number = 0;
        await Gen.Select(InjectionTests.Text, InjectionTests.Text).SampleAsync(
            async (name, subject) =>
            {
                var key = $"m{Interlocked.Increment(ref number)}";
                await trial.Mailer.CreateDraftAsync(MailOf(key, subject, name), default);
                var message = SmtpPost.Read((await trial.Store.ReadAsync((r, t) => r.FindAsync<PostedMail>($"{key}.0", t), default))!.Content!);

                message.Headers.Select(h => h.Field).ShouldBe(
                    ["From", "Date", "Subject", "Message-Id", "Reply-To", "To", "X-Auto-Response-Suppress", "X-Clinical-Engagement", "MIME-Version"], ignoreOrder: true);
                JudgePeople(message);
                message.HtmlBody!.ShouldContain("<p>Dear Anna</p>");
            },
            iter: Payloads,
            threads: 1);
    }

    [Fact]
    public async Task Invitation_AnyNameSubjectAndWords_IsTheOneEventWeMeant()
    {
        await using var trial = await StartAsync();
        trial.Inbox.Unknown.Add(Clinician.Email.Value);
        var number = 0;
        await Gen.Select(InjectionTests.Text, InjectionTests.Text, InjectionTests.Text).SampleAsync(
            async (name, subject, words) =>
            {
                var key = $"i{Interlocked.Increment(ref number)}";
                // Refused by the server or put off by the limit: what matters here is what is on record.
                await trial.Calendar.CreateAsync(Lead, MeetingOf(key, subject, name, words), default);
                var message = SmtpPost.Read((await trial.Store.ReadAsync((r, t) => r.FindAsync<PostedMail>($"{key}.0", t), default))!.Content!);

                JudgePeople(message);
                message.Cc.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(Lead.Value);
                var calendar = InvitationMail.Read(message);
                calendar.Method.ShouldBe("REQUEST");
                calendar.Children.Count.ShouldBe(1);
                var meeting = calendar.Events.ShouldHaveSingleItem()!;
                meeting.Uid.ShouldBe($"{key}@trust.example");
                meeting.Start!.AsUtc.ShouldBe(Start.ToDateTimeUtc());
                meeting.Attendees.Select(a => a.Value!.ToString()).ShouldBe(["mailto:lead@trust.example", "mailto:anna.bell@trust.example"]);
                meeting.Organizer!.Value!.ToString().ShouldBe("mailto:lead@trust.example");
                meeting.Properties.Select(p => p.Name).Distinct().ShouldBe(
                    ["UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "ORGANIZER", "ATTENDEE"], ignoreOrder: true);
                (meeting.Summary ?? "").ShouldAllBe(c => !char.IsControl(c));
            },
            iter: Payloads,
            threads: 1);
    }

    private static void JudgePeople(MimeMessage message)
    {
        message.From.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("engagement@trust.example");
        message.ReplyTo.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe(Lead.Value);
        var to = message.To.Mailboxes.ShouldHaveSingleItem();
        to.Address.ShouldBe(Clinician.Email.Value);
        (to.Name ?? "").ShouldAllBe(c => !char.IsControl(c));
        message.Bcc.ShouldBeEmpty();
        (message.Subject ?? "").ShouldAllBe(c => !char.IsControl(c));
    }
}
