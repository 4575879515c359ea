using System.Net;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphMailerTests
{
    private static readonly OutgoingMail Mail = new(
        StubGraph.Lead,
        "effect-1",
        [new Person("Dr Example", new("clinician@trust.example"))],
        "Your view on falls",
        "<p>Hello<img src=\"cid:chart\"></p>",
        [new MailAttachment("chart.png", "image/png", "chart", new byte[] { 1, 2, 3 })]);

    [Fact]
    public async Task CreateDraft_New_LooksFirstThenMakesOneWithTheKey()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""").Answer(HttpStatusCode.Created, """{"id":"m1","conversationId":"c1","isDraft":true}""");

        (await graph.Mailer.CreateDraftAsync(Mail, default)).ShouldBe(new PortResult<MailDraft>.Answered(new MailDraft("m1", "c1")));

        graph.Sent[0].Path.ShouldBe("/v1.0/users/lead@trust.example/mailFolders/drafts/messages");
        graph.Sent[0].Query.ShouldContain($"ep/id eq '{KeyProperty.Id}' and ep/value eq 'effect-1'");
        var body = graph.Sent[1].Body!;
        graph.Sent[1].Path.ShouldBe("/v1.0/users/lead@trust.example/messages");
        body["singleValueExtendedProperties"]![0]!["value"]!.GetValue<string>().ShouldBe("effect-1");
        body["body"]!["contentType"]!.GetValue<string>().ShouldBe("html");
        body["toRecipients"]!.AsArray().ShouldHaveSingleItem()!["emailAddress"]!.ToJsonString().ShouldContain("clinician@trust.example");
        var attachment = body["attachments"]!.AsArray().ShouldHaveSingleItem()!;
        attachment["@odata.type"]!.GetValue<string>().ShouldBe("#microsoft.graph.fileAttachment");
        attachment["contentId"]!.GetValue<string>().ShouldBe("chart");
        attachment["isInline"]!.GetValue<bool>().ShouldBeTrue();
        attachment["contentBytes"]!.GetValue<string>().ShouldBe("AQID");
        body.ContainsKey("replyTo").ShouldBeFalse();
        body["internetMessageHeaders"]!.AsArray().Select(h => h!["name"]!.GetValue<string>()).ShouldBe(["x-auto-response-suppress", "x-clinical-engagement"]);
    }

    [Fact]
    public async Task CreateDraft_ThereIsOne_MakesNoSecond()
    {
        var graph = new StubGraph().Answer("""{"value":[{"id":"m2","createdDateTime":"2026-11-23T08:00:00Z"},{"id":"m1","conversationId":"c1","createdDateTime":"2026-11-23T07:00:00Z"}]}""");

        (await graph.Mailer.CreateDraftAsync(Mail, default)).ShouldBe(new PortResult<MailDraft>.Answered(new MailDraft("m1", "c1")));
        graph.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task CreateDraft_SharedMailbox_RepliesGoToTheLeadToo()
    {
        var graph = new StubGraph(o => o.SharedMailbox = "qi@trust.example").Answer("""{"value":[]}""").Answer(HttpStatusCode.Created, """{"id":"m1"}""");

        await graph.Mailer.CreateDraftAsync(Mail, default);

        graph.Sent.ShouldAllBe(s => s.Path.StartsWith("/v1.0/users/qi@trust.example/"));
        graph.Sent[1].Body!["replyTo"]!.AsArray().Select(r => r!["emailAddress"]!["address"]!.GetValue<string>()).ShouldBe(["lead@trust.example", "qi@trust.example"]);
    }

    [Fact]
    public async Task SendDraft_Draft_IsSent()
    {
        var graph = new StubGraph().Answer("""{"id":"m1","isDraft":true}""").Answer(HttpStatusCode.Accepted);

        (await graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default)).ShouldBe(new PortResult<SendOutcome>.Answered(SendOutcome.Sent));
        (graph.Sent[1].Method, graph.Sent[1].Path).ShouldBe(("POST", "/v1.0/users/lead@trust.example/messages/m1/send"));
    }

    [Fact]
    public async Task SendDraft_SentAlready_IsNotSentAgain()
    {
        var graph = new StubGraph().Answer("""{"id":"m1","isDraft":false}""");

        (await graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default)).ShouldBe(new PortResult<SendOutcome>.Answered(SendOutcome.WasSent));
        graph.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SendDraft_NotToBeFound_SaysSo()
    {
        var graph = new StubGraph().Error(HttpStatusCode.NotFound, "ErrorItemNotFound");

        (await graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default)).ShouldBe(new PortResult<SendOutcome>.Answered(SendOutcome.NotFound));
    }

    [Fact]
    public async Task SendDraft_GatewayTimesOut_IsSentOnceAndAnOutage()
    {
        var graph = new StubGraph().Answer("""{"id":"m1","isDraft":true}""").Answer(HttpStatusCode.GatewayTimeout);

        await Should.ThrowAsync<GraphOutageException>(() => graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default));
        graph.Sent.Count(s => s.Method == "POST").ShouldBe(1);
    }

    [Fact]
    public async Task SendDraft_ThirtyFirstInAMinute_Waits()
    {
        var graph = new StubGraph();
        for (var i = 0; i < 30; i++)
            graph.Answer("""{"id":"m1","isDraft":true}""").Answer(HttpStatusCode.Accepted);
        for (var i = 0; i < 30; i++)
        {
            await graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default);
            graph.Clock.AdvanceSeconds(1);
        }

        graph.Answer("""{"id":"m1","isDraft":true}""");
        var waiting = await graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default);
        graph.Clock.AdvanceSeconds(30);
        graph.Answer("""{"id":"m1","isDraft":true}""").Answer(HttpStatusCode.Accepted);
        var then = await graph.Mailer.SendDraftAsync(StubGraph.Lead, "m1", default);

        waiting.ShouldBe(new PortResult<SendOutcome>.Throttled(StubGraph.Now + Duration.FromSeconds(60)));
        then.ShouldBe(new PortResult<SendOutcome>.Answered(SendOutcome.Sent));
    }

    [Theory]
    [InlineData("", IncomingMailKind.Reply)]
    [InlineData("\"internetMessageHeaders\":[{\"name\":\"Auto-Submitted\",\"value\":\"no\"}]", IncomingMailKind.Reply)]
    [InlineData("\"internetMessageHeaders\":[{\"name\":\"auto-submitted\",\"value\":\"auto-replied; owner-email=x\"}]", IncomingMailKind.Automatic)]
    [InlineData("\"internetMessageHeaders\":[{\"name\":\"Auto-Submitted\",\"value\":\"auto-replied\"},{\"name\":\"Return-Path\",\"value\":\"<>\"}]", IncomingMailKind.Automatic)]
    [InlineData("\"internetMessageHeaders\":[{\"name\":\"Return-Path\",\"value\":\"<>\"}]", IncomingMailKind.DeliveryFailure)]
    [InlineData("\"internetMessageHeaders\":[{\"name\":\"Content-Type\",\"value\":\"multipart/report; report-type=delivery-status\"},{\"name\":\"Auto-Submitted\",\"value\":\"auto-replied\"}]", IncomingMailKind.DeliveryFailure)]
    [InlineData("\"internetMessageHeaders\":[{\"name\":\"Content-Type\",\"value\":\"multipart/report; report-type=disposition-notification\"}]", IncomingMailKind.Automatic)]
    [InlineData("\"singleValueExtendedProperties\":[{\"id\":\"String 0x1a\",\"value\":\"REPORT.IPM.Note.NDR\"}]", IncomingMailKind.DeliveryFailure)]
    [InlineData("\"singleValueExtendedProperties\":[{\"id\":\"String 0x001A\",\"value\":\"REPORT.IPM.Note.IPNRN\"}]", IncomingMailKind.Automatic)]
    [InlineData("\"singleValueExtendedProperties\":[{\"id\":\"String 0x001A\",\"value\":\"IPM.Note.Rules.OofTemplate.Microsoft\"}]", IncomingMailKind.Automatic)]
    [InlineData("\"singleValueExtendedProperties\":[{\"id\":\"String 0x001A\",\"value\":\"IPM.Schedule.Meeting.Resp.Pos\"}]", IncomingMailKind.MeetingResponse)]
    [InlineData("\"@odata.type\":\"#microsoft.graph.eventMessageResponse\",\"internetMessageHeaders\":[{\"name\":\"Auto-Submitted\",\"value\":\"auto-generated\"}]", IncomingMailKind.MeetingResponse)]
    [InlineData("\"from\":{\"emailAddress\":{\"address\":\"Postmaster@trust.example\"}}", IncomingMailKind.DeliveryFailure)]
    [InlineData("\"from\":null", IncomingMailKind.DeliveryFailure)]
    public async Task GetIncoming_Message_IsClassifiedByItsHead(string members, IncomingMailKind kind)
    {
        var from = members.Contains("\"from\"") ? "" : "\"from\":{\"emailAddress\":{\"name\":\"Dr A\",\"address\":\"A@trust.example\"}},";
        var rest = members.Length == 0 ? "" : members + ",";
        var graph = new StubGraph().Answer($$"""{"value":[{{{rest}}{{from}}"id":"m1","conversationId":"c1","receivedDateTime":"2026-11-23T08:30:00Z"}]}""");

        var mails = await IncomingAsync(graph);

        mails.ShouldHaveSingleItem().Kind.ShouldBe(kind);
        (mails[0].Id, mails[0].ConversationId, mails[0].ReceivedAt).ShouldBe(("m1", "c1", Instant.FromUtc(2026, 11, 23, 8, 30)));
    }

    [Fact]
    public async Task GetIncoming_Pages_AreFollowedAndNothingIsReadTwice()
    {
        var graph = new StubGraph()
            .Answer("""{"value":[{"id":"m1","receivedDateTime":"2026-11-23T08:30:00Z"}],"@odata.nextLink":"http://127.0.0.1:9/v1.0/users/lead@trust.example/mailFolders/inbox/messages?$skip=1"}""")
            .Answer("""{"value":[{"id":"m1","receivedDateTime":"2026-11-23T08:30:00Z"},{"id":"m2","receivedDateTime":"2026-11-23T08:31:00Z"}]}""");

        (await IncomingAsync(graph)).Select(m => m.Id).ShouldBe(["m1", "m2"]);
    }

    [Fact]
    public async Task GetIncoming_Asks_ForHeadersOnly()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""");

        await IncomingAsync(graph);

        var query = graph.Sent[0].Query;
        query.ShouldContain("$select=id,conversationId,from,receivedDateTime,internetMessageHeaders");
        query.ShouldContain("$filter=receivedDateTime ge 2026-11-23T08:00:00Z");
        query.ShouldNotContain("body", Case.Insensitive);
        query.ShouldNotContain("subject", Case.Insensitive);
    }

    private static async Task<IReadOnlyList<IncomingMail>> IncomingAsync(StubGraph graph) =>
        (await graph.Mailer.GetIncomingAsync(StubGraph.Lead, StubGraph.Now - Duration.FromHours(1), default))
            .ShouldBeOfType<PortResult<IReadOnlyList<IncomingMail>>.Answered>().Value;
}
