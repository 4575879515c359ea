using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>JSON batching: up to twenty requests in one, each answered for itself.</summary>
internal static class Batch
{
    private const int Most = 20;

    /// <summary>Answers a batch. Items run in the order given, after those they depend on.</summary>
    /// <param name="batch">The batch as a request.</param>
    /// <param name="dispatcher">Who answers the items.</param>
    /// <param name="cancellationToken">Cancelled when the caller has gone.</param>
    public static async Task<GraphResponse> RunAsync(GraphRequest batch, Dispatcher dispatcher, CancellationToken cancellationToken)
    {
        var items = Read(batch, out var wrong);
        if (wrong is not null)
            return dispatcher.Envelope(400, "BadRequest", wrong, batch.Ids);
        var answers = new Dictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        while (items.FirstOrDefault(i => !answers.ContainsKey(i.Id) && i.DependsOn.All(answers.ContainsKey)) is { } next)
        {
            var failed = next.DependsOn.Any(d => answers[d]["status"]!.GetValue<int>() >= 400);
            var answer = failed ? dispatcher.Envelope(424, "FailedDependency", "Failed Dependency", batch.Ids) : await RunItemAsync(next, batch, dispatcher, cancellationToken);
            answers[next.Id] = Write(next.Id, answer);
        }

        return answers.Count < items.Count
            ? dispatcher.Envelope(400, "BadRequest", "The dependsOn of the requests form a cycle or name an unknown id.", batch.Ids)
            : GraphResponse.Ok(new JsonObject { ["responses"] = new JsonArray([.. answers.Values]) });
    }

    private static async Task<GraphResponse> RunItemAsync(Item item, GraphRequest batch, Dispatcher dispatcher, CancellationToken cancellationToken)
    {
        var question = item.Url.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? item.Url : item.Url[..question];
        var request = new GraphRequest(
            item.Method, Router.Split(path), new QueryOptions(question < 0 ? "" : item.Url[question..]), item.Headers, item.Body, batch.Root, batch.Ids);
        // Inside a batch a broken connection shows as a gateway's timeout.
        return await dispatcher.DispatchAsync(request, cancellationToken) ?? dispatcher.Envelope(504, "gatewayTimeout", "The upstream server did not answer.", batch.Ids);
    }

    private static JsonObject Write(string id, GraphResponse answer)
    {
        var headers = new JsonObject();
        if (answer.Body is not null)
            headers["Content-Type"] = "application/json";
        foreach (var (name, value) in answer.Headers)
            headers[name] = value;
        var written = new JsonObject { ["id"] = id, ["status"] = answer.Status, ["headers"] = headers };
        if (answer.Body is not null)
            written["body"] = answer.Body;
        return written;
    }

    private static List<Item> Read(GraphRequest batch, out string? wrong)
    {
        wrong = null;
        var items = new List<Item>();
        if (batch.Body is not JsonObject body || body.Get("requests") is not JsonArray requests)
        {
            wrong = "Invalid batch payload format.";
            return items;
        }

        if (requests.Count is 0 or > Most)
            wrong = $"The number of batch requests must be between 1 and {Most}.";
        foreach (var entry in requests.OfType<JsonObject>())
        {
            if (entry.Text("id") is not { } id || entry.Text("method") is not { } method || entry.Text("url") is not { } url)
            {
                wrong = "Every request in a batch needs an id, a method and a url.";
                continue;
            }

            if (items.Any(i => i.Id.Equals(id, StringComparison.OrdinalIgnoreCase)))
                wrong = $"Duplicate request id found: {id}. Each request in a batch must have a unique id.";
            var headers = (entry.Object("headers") ?? []).ToDictionary(h => h.Key, h => h.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase);
            if (entry.Get("body") is not null && !headers.ContainsKey("Content-Type"))
                wrong = $"Request {id} has a body and no Content-Type header.";
            items.Add(new Item(id, method.ToUpperInvariant(), url, headers, entry.Get("body")?.DeepClone(), entry.Texts("dependsOn")));
        }

        return items;
    }

    private sealed record Item(string Id, string Method, string Url, Dictionary<string, string> Headers, JsonNode? Body, IReadOnlyList<string> DependsOn);
}
