using System.Text;
using System.Text.Json.Nodes;

namespace ClinicalEngagement.GraphSimulator.Tests;

/// <summary>
/// Holds everything that goes to Graph and comes back in this suite to the official description; where its data are absent it
/// lets everything pass (<c>ContractTests</c> says so).
/// </summary>
/// <param name="inner">Who sends.</param>
/// <param name="requestsToo">False for Microsoft's own examples: they write "HTML" and "comment" where the description has "html" and "Comment".</param>
internal sealed class ContractCheck(HttpMessageHandler inner, bool requestsToo = true) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (Contract.Current is not { } contract || !path.StartsWith("/v1.0/", StringComparison.Ordinal))
            return await base.SendAsync(request, cancellationToken);

        var sent = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (sent is not null)
        {
            var copy = new ByteArrayContent(sent);
            foreach (var header in request.Content!.Headers)
                copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
            request.Content = copy;
        }

        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Check(contract, request.Method.Method, path["/v1.0".Length..], Parse(sent is null ? "" : Encoding.UTF8.GetString(sent)), (int)response.StatusCode, Parse(text));
        return response;
    }

    private void Check(Contract contract, string method, string path, JsonNode? sent, int status, JsonNode? received)
    {
        if (Faults(contract, method, path, sent, status, received, requestsToo).ToArray() is { Length: > 0 } faults)
            throw new InvalidOperationException($"{method} {path} broke the contract:\n{string.Join('\n', faults)}");
    }

    /// <summary>What is wrong with a request and its answer, the items of a batch each for itself.</summary>
    public static IEnumerable<string> Faults(Contract contract, string method, string path, JsonNode? sent, int status, JsonNode? received, bool requestsToo = true)
    {
        if (path != "/$batch")
            // A request that a test got wrong on purpose is refused; one that is accepted has to be right.
            return (requestsToo && status < 400 ? contract.CheckRequest(method, path, sent) : []).Concat(contract.CheckResponse(method, path, status, received));
        return (received?["responses"] as JsonArray ?? []).SelectMany(answer =>
        {
            var request = sent!["requests"]!.AsArray().First(r => r!["id"]!.GetValue<string>() == answer!["id"]!.GetValue<string>());
            var url = request!["url"]!.GetValue<string>().Split('?')[0];
            return Faults(contract, request["method"]!.GetValue<string>(), url, request["body"], answer!["status"]!.GetValue<int>(), answer["body"], requestsToo);
        });
    }

    /// <summary>JSON as a node; what is none is null.</summary>
    public static JsonNode? Parse(string text) => text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null;
}
