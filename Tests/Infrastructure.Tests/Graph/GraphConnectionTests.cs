using System.Net;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

public sealed class GraphConnectionTests
{
    private const string Canary = "ward.sister@trust.example";

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "10", 10_000)]
    [InlineData(HttpStatusCode.TooManyRequests, "2.128", 2_128)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Mon, 23 Nov 2026 09:01:30 GMT", 90_000)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, 30_000)]
    [InlineData(HttpStatusCode.TooManyRequests, "soon", 30_000)]
    public async Task Call_Throttled_SaysWhenToComeBackAfterOneRequest(HttpStatusCode status, string? retryAfter, int milliseconds)
    {
        var graph = new StubGraph().Answer(status, """{"error":{"code":"TooManyRequests","message":"Please retry again later."}}""", retryAfter);

        var result = await graph.Calendar.GetAsync(StubGraph.Lead, "e1", default);

        result.ShouldBe(new PortResult<CalendarEvent?>.Throttled(StubGraph.Now + Duration.FromMilliseconds(milliseconds)));
        graph.Sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("<html>busy</html>", "text/html")]
    [InlineData("busy", "text/plain")]
    [InlineData("{\"error\":", "application/json")]
    [InlineData("", "application/json")]
    [InlineData(null, "")]
    public async Task Call_ThrottledByAGatewayInItsOwnWords_IsThrottled(string? body, string contentType)
    {
        var graph = new StubGraph().Answer(HttpStatusCode.ServiceUnavailable, body, "5", contentType);

        var result = await graph.Calendar.GetAsync(StubGraph.Lead, "e1", default);

        result.ShouldBe(new PortResult<CalendarEvent?>.Throttled(StubGraph.Now + Duration.FromSeconds(5)));
    }

    [Fact]
    public async Task Call_BeforeTheTimeGiven_AsksNothing()
    {
        var graph = new StubGraph().Error(HttpStatusCode.TooManyRequests, "TooManyRequests").Answer("""{"value":[]}""").Answer("""{"value":[]}""");
        await graph.Calendar.FindByKeyAsync(StubGraph.Lead, "k", default);
        graph.Clock.AdvanceSeconds(29);

        var early = await graph.Calendar.FindByKeyAsync(StubGraph.Lead, "k", default);
        var other = await graph.Calendar.FindByKeyAsync(new EmailAddress("other.lead@trust.example"), "k", default);
        graph.Clock.AdvanceSeconds(1);
        var then = await graph.Calendar.FindByKeyAsync(StubGraph.Lead, "k", default);

        early.ShouldBe(new PortResult<CalendarEvent?>.Throttled(StubGraph.Now + Duration.FromSeconds(30)));
        other.ShouldBeOfType<PortResult<CalendarEvent?>.Answered>();
        then.ShouldBeOfType<PortResult<CalendarEvent?>.Answered>();
        graph.Sent.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "ErrorAccessDenied")]
    [InlineData(HttpStatusCode.NotFound, "MailboxNotEnabledForRESTAPI")]
    [InlineData(HttpStatusCode.NotFound, "ErrorInvalidUser")]
    [InlineData(HttpStatusCode.NotFound, "Request_ResourceNotFound")]
    public async Task Call_NoPermissionOrMailbox_IsRefusedWithoutNames(HttpStatusCode status, string code)
    {
        var log = new ListLogger();
        var graph = new StubGraph(logger: log).Error(status, code, $"{Canary} cannot be read");

        var result = await graph.Calendar.GetAsync(StubGraph.Lead, "e1", default);

        var reason = result.ShouldBeOfType<PortResult<CalendarEvent?>.Refused>().Reason;
        reason.ShouldContain(code);
        reason.ShouldNotContain("@");
        log.Lines.ShouldHaveSingleItem().ShouldNotContain("@");
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Call_BrokenServer_IsAnOutageWithoutNames(HttpStatusCode status)
    {
        var graph = new StubGraph().Error(status, "generalException", Canary);

        var outage = await Should.ThrowAsync<GraphOutageException>(() => graph.Calendar.GetAsync(StubGraph.Lead, "e1", default));

        outage.ToString().ShouldNotContain("@trust");
        outage.Message.ShouldContain($"{(int)status}");
        graph.Sent.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Call_CodeThatIsNoWord_IsNotRepeated()
    {
        var graph = new StubGraph().Error(HttpStatusCode.BadRequest, $"Mailbox {Canary}");

        var refused = await Should.ThrowAsync<GraphAnswerException>(() => graph.Calendar.GetAsync(StubGraph.Lead, "e1", default));

        refused.ToString().ShouldNotContain(Canary);
    }

    [Fact]
    public async Task Call_NoNetwork_IsAnOutage()
    {
        var graph = new StubGraph().Answer(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, Canary));

        var outage = await Should.ThrowAsync<GraphOutageException>(() => graph.Calendar.GetAsync(StubGraph.Lead, "e1", default));

        outage.ToString().ShouldNotContain(Canary);
    }

    [Fact]
    public async Task Call_NoAnswerInTime_IsAnOutageAndNoCancellation()
    {
        var graph = new StubGraph(o => o.Timeout = TimeSpan.FromMilliseconds(50)).Answer(async (_, cancel) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(cancel);
            return new HttpResponseMessage();
        });

        await Should.ThrowAsync<GraphOutageException>(() => graph.Calendar.GetAsync(StubGraph.Lead, "e1", default));
    }

    [Fact]
    public async Task Call_Cancelled_IsACancellation()
    {
        using var cancel = new CancellationTokenSource();
        var graph = new StubGraph().Answer(_ =>
        {
            cancel.Cancel();
            cancel.Token.ThrowIfCancellationRequested();
            return Task.FromResult(new HttpResponseMessage());
        });

        await Should.ThrowAsync<OperationCanceledException>(() => graph.Calendar.GetAsync(StubGraph.Lead, "e1", cancel.Token));
    }

    [Fact]
    public async Task Call_ManyAtOnce_FourInFlightPerMailbox()
    {
        var graph = new StubGraph();
        var inFlight = 0;
        var most = 0;
        var open = new TaskCompletionSource();
        for (var i = 0; i < 13; i++)
            graph.Answer(async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inFlight));
                await open.Task;
                Interlocked.Decrement(ref inFlight);
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            });

        var calls = Enumerable.Range(0, 12).Select(i => graph.Calendar.GetAsync(StubGraph.Lead, $"e{i}", default)).ToArray();
        var elsewhere = graph.Calendar.GetAsync(new EmailAddress("other.lead@trust.example"), "e", default);
        graph.Sent.Count.ShouldBe(5);
        open.SetResult();
        await Task.WhenAll([.. calls, elsewhere]);

        most.ShouldBe(5);
        graph.Sent.Count.ShouldBe(13);
    }

    [Fact]
    public async Task Call_EveryRequest_AsksForImmutableIdsInUtcWithTheToken()
    {
        var graph = new StubGraph().Answer("""{"value":[]}""");

        await graph.Calendar.FindByKeyAsync(StubGraph.Lead, "k", default);

        graph.Sent[0].Prefer.ShouldContain("IdType=\"ImmutableId\"");
        graph.Sent[0].Prefer.ShouldContain("outlook.timezone=\"UTC\"");
        graph.Sent[0].Authorization.ShouldBe("Bearer token");
    }

    private sealed class ListLogger : ILogger<GraphConnection>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
