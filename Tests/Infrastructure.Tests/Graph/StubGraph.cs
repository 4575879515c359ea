using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.GraphSimulator.Tests;
using ClinicalEngagement.Infrastructure.Graph;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Graph;

/// <summary>Answers what the real SDK sends with what a test scripts, and keeps what was sent.</summary>
internal sealed class StubGraph : HttpMessageHandler
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 9, 0);
    public static readonly EmailAddress Lead = new("lead@trust.example");

    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> answers = new();

    public StubGraph(Action<GraphOptions>? configure = null, ILogger<GraphConnection>? logger = null)
    {
        var options = new GraphOptions
        {
            BaseAddress = new Uri("http://127.0.0.1:9/v1.0"),
            Credential = GraphCredential.FixedToken,
            Token = "token",
            NotificationAddress = new Uri("https://product.example/graph/notifications"),
        };
        configure?.Invoke(options);
        Connection = new GraphConnection(GraphClient.Create(options, this), options, Clock, logger);
        Calendar = new GraphCalendar(Connection);
        Mailer = new GraphMailer(Connection);
        Directory = new GraphDirectory(Connection);
    }

    public FakeClock Clock { get; } = new(Now);

    public GraphConnection Connection { get; }

    public GraphCalendar Calendar { get; }

    public GraphMailer Mailer { get; }

    public GraphDirectory Directory { get; }

    public List<SentRequest> Sent { get; } = [];

    public StubGraph Answer(HttpStatusCode status, string? json = null, string? retryAfter = null, string contentType = "application/json") => Answer(_ =>
    {
        var response = new HttpResponseMessage(status);
        if (json is not null)
            response.Content = new StringContent(json, Encoding.UTF8, contentType);
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        return Task.FromResult(response);
    });

    public StubGraph Answer(string json) => Answer(HttpStatusCode.OK, json);

    public StubGraph Error(HttpStatusCode status, string code, string message = "Words about ward.sister@trust.example", string further = "") =>
        Answer(status, $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"{{{further}}}}}""");

    public StubGraph Answer(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer) => Answer((request, _) => answer(request));

    public StubGraph Answer(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        answers.Enqueue(answer);
        return this;
    }

    /// <summary>Answers a batch, each item by its number, in another order than asked, as Graph does.</summary>
    public static async Task<HttpResponseMessage> BatchAsync(HttpRequestMessage request, Func<int, (int Status, string Body, string? RetryAfter)> answer)
    {
        var items = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!["requests"]!.AsArray();
        var responses = items.Select((item, n) =>
        {
            var (status, body, retryAfter) = answer(n);
            var headers = new JsonObject { ["Content-Type"] = "application/json" };
            if (retryAfter is not null)
                headers["Retry-After"] = retryAfter;
            return new JsonObject { ["id"] = item!["id"]!.GetValue<string>(), ["status"] = status, ["headers"] = headers, ["body"] = JsonNode.Parse(body) };
        }).Reverse();
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(new JsonObject { ["responses"] = new JsonArray([.. responses]) }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        if (Contract.Current?.CheckRequest(request.Method.Method, request.RequestUri!.AbsolutePath["/v1.0".Length..], string.IsNullOrEmpty(body) ? null : JsonNode.Parse(body)) is { Count: > 0 } wrong)
            throw new InvalidOperationException($"{request.Method} {request.RequestUri} breaks the contract:\n{string.Join('\n', wrong)}");
        Sent.Add(new SentRequest(
            request.Method.Method,
            request.RequestUri!,
            string.Join(", ", request.Headers.TryGetValues("Prefer", out var prefer) ? prefer : []),
            request.Headers.Authorization?.ToString(),
            string.IsNullOrEmpty(body) ? null : JsonNode.Parse(body)!.AsObject()));
        return answers.TryDequeue(out var answer)
            ? await answer(request, cancellationToken)
            : throw new InvalidOperationException($"The test has no answer for {request.Method} {request.RequestUri}.");
    }
}

/// <summary>What the SDK sent.</summary>
internal sealed record SentRequest(string Method, Uri Address, string Prefer, string? Authorization, JsonObject? Body)
{
    public string Path => Uri.UnescapeDataString(Address.AbsolutePath);

    public string Query => Uri.UnescapeDataString(Address.Query);
}
