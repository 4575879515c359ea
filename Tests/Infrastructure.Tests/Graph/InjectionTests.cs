using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using CsCheck;
using MimeKit;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>
/// Names and subjects are what people typed. However they are made up, a server that writes them plainly into the head of a mail gets
/// the lines we meant and no other; MimeKit is the judge. CLINICAL_ENGAGEMENT_SWEEP sets how many payloads are tried.
/// </summary>
public sealed class InjectionTests
{
    private static readonly int Payloads = int.TryParse(
        Environment.GetEnvironmentVariable("CLINICAL_ENGAGEMENT_SWEEP"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 400;

    internal static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf([.. new[]
        {
            "\r\n", "\n", "\r", "\r\n ", "\n\n", "\u0085", "\u2028", "\u2029", "\u000b", "\u000c", "\0", "\t", "\u001b[2J", "\u202e", "\u2066", "\ud83d", "\ude00", "😀",
            "Bcc: evil@evil.example", "To: evil@evil.example", "X-Evil: 1", "Content-Type: text/html", "Subject: other", "<script>", "<evil@evil.example>", ",", ";", ":", "\"", "\\",
            "=?utf-8?Q?=0D=0ABcc:_evil@evil.example?=", "%0d%0a", "\\r\\n", "Dr O'Neill", "Łukasz", "قلب", " ", ".",
        }.Select(Gen.Const)]),
        Gen.String[1, 12],
        Gen.String[Gen.Char['\0', '\u00a0'], 1, 12]).Array[0, 12].Select(string.Concat);

    [Fact]
    public async Task Draft_AnyNameAndSubject_StaysOnItsLine()
    {
        var graph = new StubGraph();
        await Gen.Select(Text, Text).SampleAsync(
            async (name, subject) =>
            {
                graph.Answer("""{"value":[]}""").Answer(HttpStatusCode.Created, """{"id":"m1"}""");
                await graph.Mailer.CreateDraftAsync(new OutgoingMail(StubGraph.Lead, "k", [new Person(name, new("clinician@trust.example"))], subject, "<p></p>", []), default);
                var body = graph.Sent[^1].Body!;
                graph.Sent.Clear();
                Judge(body["subject"]!.GetValue<string>(), Name(body["toRecipients"]![0]!));
            },
            iter: Payloads,
            threads: 1);
    }

    [Fact]
    public async Task Event_AnyNameAndSubject_StaysOnItsLine()
    {
        var graph = new StubGraph();
        await Gen.Select(Text, Text).SampleAsync(
            async (name, subject) =>
            {
                graph.Answer(HttpStatusCode.Created, GraphCalendarTests.Event());
                await graph.Calendar.CreateAsync(
                    StubGraph.Lead,
                    new NewCalendarEvent("k", subject, name, StubGraph.Now, Duration.FromMinutes(30), [new Person(name, new("clinician@trust.example"))], true),
                    default);
                var body = graph.Sent[^1].Body!;
                graph.Sent.Clear();
                Judge(body["subject"]!.GetValue<string>(), Name(body["attendees"]![0]!));
                body["body"]!["content"]!.GetValue<string>().ShouldAllBe(c => !char.IsControl(c) || c == '\n' || c == '\r' || c == '\t');
            },
            iter: Payloads,
            threads: 1);
    }

    [Theory]
    [InlineData("a@b.example\r\nBcc: evil@evil.example")]
    [InlineData("a@b.example, evil@evil.example")]
    [InlineData("a@b.example;evil@evil.example")]
    [InlineData("\"x\" <a@b.example>")]
    [InlineData("a@b@c.example")]
    [InlineData("a b@c.example")]
    [InlineData("../../users/evil@c.example")]
    [InlineData("@c.example")]
    [InlineData("a@")]
    [InlineData("")]
    public async Task Draft_AddressThatIsMore_IsRefusedWithoutACall(string address)
    {
        var graph = new StubGraph();

        var result = await graph.Mailer.CreateDraftAsync(new OutgoingMail(StubGraph.Lead, "k", [new Person("Dr A", new(address))], "s", "<p></p>", []), default);

        result.ShouldBeOfType<PortResult<MailDraft>.Refused>();
        graph.Sent.ShouldBeEmpty();
    }

    private static string Name(JsonNode recipient) => recipient["emailAddress"]!["name"]?.GetValue<string>() ?? "";

    private static void Judge(string subject, string name)
    {
        var quoted = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var head = $"From: lead@trust.example\r\nTo: \"{quoted}\" <clinician@trust.example>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\r\nbody";
        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(head)));

        message.Headers.Select(h => h.Field).ShouldBe(["From", "To", "Subject", "MIME-Version"]);
        message.To.Mailboxes.ShouldHaveSingleItem().Address.ShouldBe("clinician@trust.example");
        message.Bcc.ShouldBeEmpty();
        message.TextBody.ShouldBe("body");
        subject.Length.ShouldBeLessThanOrEqualTo(255);
        // To MimeKit a line ends with a line feed; to other servers a bare carriage return ends it too.
        (subject + name).ShouldAllBe(c => !char.IsControl(c));
    }
}
