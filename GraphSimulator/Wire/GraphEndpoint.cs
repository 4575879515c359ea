using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.GraphSimulator.Store;
using ClinicalEngagement.GraphSimulator.Subscriptions;
using Microsoft.AspNetCore.Http.Features;

namespace ClinicalEngagement.GraphSimulator.Wire;

/// <summary>Graph's side of the port: HTTP in, HTTP out.</summary>
internal sealed class GraphEndpoint(World world, Dispatcher dispatcher, Notifier notifier, Action<GraphExchange>? observe)
{
    private const int LargestBody = 4 * 1024 * 1024;

    private static readonly object BodySeen = new();

    private static readonly JsonSerializerOptions Written = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long requests;
    private int running;

    /// <summary>How many requests are being handled.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Answers one HTTP request below /v1.0.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref running);
        try
        {
            var (ids, expired) = await world.InTurnAsync(() => (Identify(context), Token(context) is { } token && world.Settings.ExpiredTokens.Contains(token)), context.RequestAborted);
            var answer = await AnswerAsync(context, ids, expired);
            if (answer is null)
            {
                context.Abort();
                return;
            }

            // Before the caller can have it and go on.
            observe?.Invoke(new GraphExchange(
                context.Request.Method, context.Request.Path.Value!["/v1.0".Length..], Sent(context), answer.Status, answer.Body?.ToJsonString(Written)));
            await WriteAsync(context, answer);
        }
        finally
        {
            notifier.Kick();
            Interlocked.Decrement(ref running);
        }
    }

    private async Task<GraphResponse?> AnswerAsync(HttpContext context, RequestIds ids, bool expired)
    {
        if (Token(context) is null)
            return dispatcher.Envelope(401, "InvalidAuthenticationToken", "Access token is empty.", ids);
        if (expired)
            return dispatcher.Envelope(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", ids);
        if (context.Request.ContentLength > LargestBody)
            return dispatcher.Envelope(413, "RequestEntityTooLarge", "Request Entity Too Large", ids);

        JsonNode? body;
        try
        {
            body = await ReadAsync(context);
            if (observe is not null)
                context.Items[BodySeen] = body?.ToJsonString(Written);
        }
        catch (JsonException)
        {
            return dispatcher.Envelope(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.", ids);
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = Router.Split((question < 0 ? target : target[..question])["/v1.0".Length..]);
        var request = new GraphRequest(
            context.Request.Method,
            path,
            new QueryOptions(question < 0 ? "" : target[question..]),
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            $"{context.Request.Scheme}://{context.Request.Host}/v1.0",
            ids);
        if (request.Preferences.Applied() is { } applied)
            context.Response.Headers["Preference-Applied"] = applied;
        return path is ["$batch"] && request.Method == "POST"
            ? await Batch.RunAsync(request, dispatcher, context.RequestAborted)
            : await dispatcher.DispatchAsync(request, context.RequestAborted);
    }

    private static string? Sent(HttpContext context) => context.Items[BodySeen] as string;

    private RequestIds Identify(HttpContext context)
    {
        // Reads are not counted in the file, so the number of the journal keeps ids apart over a restart.
        var number = Interlocked.Increment(ref requests).ToString(CultureInfo.InvariantCulture);
        var own = world.Dice.Guid("request", world.Last("journal").ToString(CultureInfo.InvariantCulture), number).ToString();
        var ids = new RequestIds(own, context.Request.Headers["client-request-id"].FirstOrDefault() ?? own);
        context.Response.Headers["request-id"] = ids.Request;
        context.Response.Headers["client-request-id"] = ids.Client;
        context.Response.Headers.Date = world.Now.ToDateTimeOffset().ToString("r", CultureInfo.InvariantCulture);
        return ids;
    }

    private static string? Token(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header[7..].Trim() is { Length: > 0 } token ? token : null;
    }

    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (buffer.Length == 0)
            return null;
        buffer.Position = 0;
        return JsonNode.Parse(buffer);
    }

    private static async Task WriteAsync(HttpContext context, GraphResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body is null)
            return;
        context.Response.ContentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
        await context.Response.WriteAsync(answer.Body.ToJsonString(Written), context.RequestAborted);
    }
}
