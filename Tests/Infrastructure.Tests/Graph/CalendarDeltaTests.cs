using System.Net;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;
using static ClinicalEngagement.Infrastructure.Tests.Graph.GraphCalendarTests;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class CalendarDeltaTests
{
    private const string Root = "http://127.0.0.1:9/v1.0/users/lead@trust.example/calendarView/delta";
    private static readonly Interval Window = new(StubGraph.Now, StubGraph.Now + Duration.FromDays(90));

    [Fact]
    public async Task GetChanges_FirstTime_ReadsEveryPageOfTheWindow()
    {
        var graph = new StubGraph()
            .Answer(Page($"{Event("a")},{Event("b")}", $"\"@odata.nextLink\":\"{Root}?$skiptoken=s1\""))
            .Answer(Page(Event("c"), Delta("d1")));

        var changes = await ReadAsync(graph, null);

        changes.Changed.Select(e => e.Id).ShouldBe(["a", "b", "c"]);
        changes.Complete.ShouldBeTrue();
        graph.Sent[0].Path.ShouldBe("/v1.0/users/lead@trust.example/calendarView/delta()");
        graph.Sent[0].Query.ShouldContain("startDateTime=2026-11-23T09:00:00Z");
        graph.Sent[0].Prefer.ShouldContain("odata.maxpagesize=");
        graph.Sent[1].Query.ShouldBe("?$skiptoken=s1");
    }

    [Fact]
    public async Task GetChanges_WithToken_GoesOnFromIt()
    {
        var graph = new StubGraph().Answer(Page("", Delta("d1=+/ü"))).Answer(Page(Event("b"), Delta("d2")));
        var token = (await ReadAsync(graph, null)).DeltaToken;

        var changes = await ReadAsync(graph, token);

        changes.Changed.ShouldHaveSingleItem().Id.ShouldBe("b");
        changes.Complete.ShouldBeFalse();
        graph.Sent[1].Path.ShouldBe("/v1.0/users/lead@trust.example/calendarView/delta");
        graph.Sent[1].Query.ShouldBe("?$deltatoken=d1=+/ü");
    }

    [Fact]
    public async Task GetChanges_RepeatedItems_LastWins()
    {
        var graph = new StubGraph()
            .Answer(Page($"{Event("a", changeKey: "1")},{Event("b")},{Removed("c")}", $"\"@odata.nextLink\":\"{Root}?$skiptoken=s1\""))
            .Answer(Page($"{Event("a", changeKey: "2")},{Removed("b")},{Event("c")}", Delta("d1")));

        var changes = await ReadAsync(graph, null);

        changes.Changed.Select(e => (e.Id, e.ChangeKey)).ShouldBe([("a", "2"), ("c", "ck")]);
        changes.Removed.ShouldBe(["b"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone, "syncStateNotFound")]
    [InlineData(HttpStatusCode.Gone, "resyncRequired")]
    [InlineData(HttpStatusCode.Gone, "")]
    [InlineData(HttpStatusCode.BadRequest, "SyncStateNotFound")]
    [InlineData(HttpStatusCode.NotFound, "syncStateNotFound")]
    public async Task GetChanges_TokenRefused_ReadsAllAnew(HttpStatusCode status, string code)
    {
        var graph = new StubGraph().Answer(Page("", Delta("d1"))).Error(status, code).Answer(Page(Event("a"), Delta("d2")));
        var token = (await ReadAsync(graph, null)).DeltaToken;

        var changes = await ReadAsync(graph, token);

        changes.Complete.ShouldBeTrue();
        changes.Changed.ShouldHaveSingleItem().Id.ShouldBe("a");
        changes.DeltaToken.ShouldNotBe(token);
        graph.Sent[2].Query.ShouldContain("startDateTime");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("||x")]
    [InlineData("http://evil.example/?$deltatoken=x")]
    public async Task GetChanges_TokenThatIsNotOurs_ReadsAllAnew(string token)
    {
        var graph = new StubGraph().Answer(Page("", Delta("d1")));

        (await ReadAsync(graph, token)).Complete.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 30, false)]
    [InlineData(0, 32, true)]
    [InlineData(-1, 0, true)]
    public async Task GetChanges_WindowMovesOn_ReadsAnewOnlyOutsideTheTokens(int daysEarlier, int daysLater, bool complete)
    {
        var graph = new StubGraph().Answer(Page("", Delta("d1"))).Answer(Page("", Delta("d2")));
        var token = (await ReadAsync(graph, null)).DeltaToken;

        var changes = await graph.Calendar.GetChangesAsync(
            StubGraph.Lead, token, new Interval(Window.Start + Duration.FromDays(daysEarlier), Window.End + Duration.FromDays(daysLater)), default);

        changes.ShouldBeOfType<PortResult<CalendarChanges>.Answered>().Value.Complete.ShouldBe(complete);
    }

    [Fact]
    public async Task GetChanges_LinkPointsElsewhere_IsNotFollowed()
    {
        var graph = new StubGraph().Answer(Page("", "\"@odata.nextLink\":\"http://evil.example/v1.0/users/x/calendarView/delta?$skiptoken=s1\""));

        await Should.ThrowAsync<GraphAnswerException>(() => ReadAsync(graph, null));
        graph.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetChanges_PagesInACircle_AreNotFollowed()
    {
        var graph = new StubGraph();
        for (var i = 0; i < 2; i++)
            graph.Answer(Page("", $"\"@odata.nextLink\":\"{Root}?$skiptoken=s1\""));

        await Should.ThrowAsync<GraphAnswerException>(() => ReadAsync(graph, null));
    }

    [Fact]
    public async Task GetChanges_ThrottledOnTheSecondPage_IsThrottled()
    {
        var graph = new StubGraph().Answer(Page(Event("a"), $"\"@odata.nextLink\":\"{Root}?$skiptoken=s1\"")).Answer(HttpStatusCode.TooManyRequests, null, "3");

        var result = await graph.Calendar.GetChangesAsync(StubGraph.Lead, null, Window, default);

        result.ShouldBe(new PortResult<CalendarChanges>.Throttled(StubGraph.Now + Duration.FromSeconds(3)));
    }

    [Fact]
    public async Task GetChanges_ItemsWithoutTimes_AreReadByThemselvesInOneCall()
    {
        var graph = new StubGraph().Answer(Page("{\"id\":\"a\"},{\"id\":\"b\"}", Delta("d1"))).Answer(request => StubGraph.BatchAsync(
            request, n => n == 0 ? (200, Event("a"), null) : (404, """{"error":{"code":"ErrorItemNotFound","message":"m"}}""", null)));

        var changes = await ReadAsync(graph, null);

        changes.Changed.ShouldHaveSingleItem().Id.ShouldBe("a");
        changes.Removed.ShouldBe(["b"]);
        graph.Sent.Count.ShouldBe(2);
    }

    private static async Task<CalendarChanges> ReadAsync(StubGraph graph, string? token) =>
        (await graph.Calendar.GetChangesAsync(StubGraph.Lead, token, Window, default)).ShouldBeOfType<PortResult<CalendarChanges>.Answered>().Value;

    private static string Page(string items, string link) => $$"""{"value":[{{items}}],{{link}}}""";

    private static string Delta(string token) => $"\"@odata.deltaLink\":\"{Root}?$deltatoken={Uri.EscapeDataString(token)}\"";

    private static string Removed(string id) => $$$"""{"@removed":{"reason":"deleted"},"id":"{{{id}}}"}""";
}
