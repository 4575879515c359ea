using System.Net;
using System.Text;
using System.Text.Json;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Tests.Hosting;

namespace ClinicalEngagement.Portal.Tests.Api;

/// <summary>Engagements over HTTP.</summary>
public sealed class EngagementsApiTests : IAsyncLifetime
{
    private const string Good = """
        {"name":"Frailty","patientBenefit":"Home the same day.","lead":{"name":"Priya Nair","email":"priya@harbour.example"},
         "firstMessages":"send","clinicians":[{"name":"Dr Bell","email":"bell@harbour.example"}]}
        """;

    private PortalHost host = null!;
    private HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        host = await PortalHost.StartAsync();
        http = new HttpClient { BaseAddress = host.Address };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Post_GoodRequest_IsAcceptedWithItsAddress()
    {
        using var answer = await PostAsync(Good);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var location = answer.Headers.Location.ShouldNotBeNull().OriginalString;
        using var state = JsonDocument.Parse(await http.GetStringAsync(location));
        state.RootElement.GetProperty("state").GetString().ShouldBe("received");
        location.ShouldEndWith(state.RootElement.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task Post_SameKeyAndBody_AnswersAsBefore()
    {
        using var first = await PostAsync(Good, "key-1");
        using var second = await PostAsync(Good.ReplaceLineEndings(" "), "key-1");

        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.Headers.Location.ShouldBe(first.Headers.Location);
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsRefusedAsChanged()
    {
        using var first = await PostAsync(Good, "key-1");
        using var second = await PostAsync(Good.Replace("Frailty", "Sepsis", StringComparison.Ordinal), "key-1");

        second.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await ProblemAsync(second)).GetProperty("type").GetString().ShouldBe("urn:clinical-engagement:problem:changed-body");
    }

    [Theory]
    [InlineData("""{"name":"Frailty","colour":"blue"}""", "colour", "Remove “colour”, or check how it is spelt: there is no such field.")]
    [InlineData("""{"clinicians":[{"name":"A","emial":"x"}]}""", "clinicians[0].emial", "Remove “emial”, or check how it is spelt: there is no such field.")]
    [InlineData("""{"noDifferentViewKnown":"yes"}""", "noDifferentViewKnown", "Use true or false, without quotation marks.")]
    [InlineData("""{"measure":{"name":"x","baseline":"38"}}""", "measure.baseline", "Use a number with a decimal point, without quotation marks.")]
    [InlineData("""{"measure":{"name":"x","goalDate":"31/03/2027"}}""", "measure.goalDate", "Use a date such as 2027-03-31.")]
    [InlineData("""{"firstMessages":"now"}""", "firstMessages", "Use one of: hold, send.")]
    [InlineData("""{"clinicians":"Dr Bell"}""", "clinicians", "Use a list in square brackets, or leave the field out.")]
    [InlineData("""{"lead":"Priya"}""", "lead", "Use an object in curly brackets with the fields it needs, each once, or leave the field out.")]
    [InlineData("""{"clinicians":[{"name":"A","email":"a@b.example","jobPlan":[{"day":"monday","start":"nine","end":"13:00","activity":"clinic"}]}]}""", "clinicians[0].jobPlan[0].start", "Use a time such as 09:00.")]
    public async Task Post_WrongShape_NamesTheFieldAndWhatBelongsThere(string body, string field, string message)
    {
        using var answer = await PostAsync(body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var error = (await ProblemAsync(answer)).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("field").GetString().ShouldBe(field);
        error.GetProperty("message").GetString().ShouldBe(message);
    }

    [Fact]
    public async Task Post_EmptyObject_NamesEverythingThatIsNeeded()
    {
        using var answer = await PostAsync("{}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString())
            .ShouldBe(["name", "patientBenefit", "lead", "clinicians"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("null")]
    public async Task Post_NotAnObject_IsRefusedWithWords(string body)
    {
        using var answer = await PostAsync(body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ProblemAsync(answer)).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem().GetProperty("message").GetString().ShouldStartWith("Send ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_MoreThanOneMegabyte_IsTooLarge(bool saysItsLength)
    {
        var bytes = Encoding.UTF8.GetBytes("{\"name\":\"" + new string('x', 1_000_000) + "\"}");
        using HttpContent content = saysItsLength ? new ByteArrayContent(bytes) : new StreamContent(new UnknownLength(bytes));
        content.Headers.ContentType = new("application/json");

        using var answer = await http.PostAsync("/api/engagements", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ProblemAsync(answer)).GetProperty("type").GetString().ShouldBe("urn:clinical-engagement:problem:too-large");
    }

    [Fact]
    public async Task Post_AsAFormFromAnotherSiteWould_IsRefused()
    {
        using var content = new StringContent(Good, Encoding.UTF8, "text/plain");
        using var answer = await http.PostAsync("/api/engagements", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Get_Unknown_IsAProblem()
    {
        using var answer = await http.GetAsync($"/api/engagements/{Guid.Empty:N}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ProblemAsync(answer)).GetProperty("type").GetString().ShouldBe("urn:clinical-engagement:problem:not-found");
    }

    [Fact]
    public async Task Notifications_ValidationToken_ComesBackAsPlainText()
    {
        using var answer = await http.PostAsync("/api/graph/notifications?validationToken=Validation%3A%20%3Cb%3E1%3C%2Fb%3E", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("Validation: <b>1</b>");
    }

    [Fact]
    public async Task Notifications_Genuine_AreQueuedAsTheyCameAndForgedOnesDropped()
    {
        await WatchAsync("s t", "c");
        using var content = new StringContent(
            """{"value":[{"subscriptionId":"s","clientState":"c", "changeType":"updated"},{"subscriptionId":"s","clientState":"d"},{"subscriptionId":"u","clientState":"c"}]}""",
            Encoding.UTF8,
            "application/json");
        using var answer = await http.PostAsync("/api/graph/notifications", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var queue = host.Queue(QueueNames.GraphNotifications);
        (await queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldNotBeNull()
            .Body.ShouldBe("""{"value":[{"subscriptionId":"s","clientState":"c", "changeType":"updated"}]}""");
        (await queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Notifications_Forged_AreAnsweredLikeGenuineOnesAndDropped()
    {
        await WatchAsync("s t", "c");
        using var content = new StringContent("""{"value":[{"subscriptionId":"s","clientState":"guess"}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/graph/notifications", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await host.Queue(QueueNames.GraphNotifications).ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Notifications_MoreThanAMessageHolds_AreQueuedInSeveral()
    {
        await WatchAsync("s t", "c");
        var items = Enumerable.Range(0, 400).Select(n => $$"""{"subscriptionId":"s","clientState":"c","resource":"{{new string('r', 300)}}","n":{{n}}}""");
        using var content = new StringContent($$"""{"value":[{{string.Join(',', items)}}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/graph/notifications", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var queue = host.Queue(QueueNames.GraphNotifications);
        var numbers = new List<int>();
        while (await queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None) is { } delivery)
        {
            Encoding.UTF8.GetByteCount(delivery.Body).ShouldBeLessThanOrEqualTo(48_000, "64 kB in Base64");
            using var body = JsonDocument.Parse(delivery.Body);
            numbers.AddRange(body.RootElement.GetProperty("value").EnumerateArray().Select(i => i.GetProperty("n").GetInt32()));
        }

        numbers.ShouldBe(Enumerable.Range(0, 400));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"value\":1}")]
    public async Task Notifications_AnythingElse_IsRefusedAndNotQueued(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/api/graph/notifications", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await host.Queue(QueueNames.GraphNotifications).ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task OpenApi_DescribesTheApiAndNoPages()
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync("/api/openapi/v1.json"));

        document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name)
            .ShouldBe(
                [
                    "/api/engagements", "/api/engagements/{id}", "/api/engagements/{id}/timeline", "/api/engagements/{id}/measures", "/api/measures", "/api/measures.csv",
                    "/api/forms/engagements", "/api/graph/notifications",
                ],
                ignoreOrder: true);
    }

    private Task WatchAsync(string subscriptions, string clientState) => host.Store.WriteAsync(
        (writer, _) =>
        {
            writer.Add(new MailboxSync
            {
                Mailbox = new("lead@trust.example"),
                SubscriptionId = subscriptions,
                ClientState = clientState,
                SubscriptionExpires = PortalHost.Begin + NodaTime.Duration.FromDays(2),
            });
            return Task.FromResult(true);
        },
        CancellationToken.None);

    private async Task<HttpResponseMessage> PostAsync(string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/engagements") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
