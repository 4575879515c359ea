using System.Collections.Frozen;
using System.Globalization;

namespace ClinicalEngagement.Infrastructure.Telemetry;

/// <summary>Which attributes may leave the installation: those whose values are ids, numbers, kinds and outcomes, each by its name.</summary>
internal static class SafeAttributes
{
    /// <summary>What replaces words that were left out.</summary>
    public const string LeftOut = "(left out)";

    private const string Ours = "ClinicalEngagement.";

    // As the messages of this solution name them.
    private static readonly FrozenSet<string> OfOurLogs = FrozenSet.Create(
        StringComparer.Ordinal,
        "Activity", "Attempt", "Count", "DueAt", "Endpoint", "Failure", "Failures", "InstanceId", "Method", "Operation", "Status", "Until", "request");

    // As ASP.NET Core, Entity Framework Core, the Azure SDK and the Functions worker name them.
    private static readonly FrozenSet<string> OfOtherLogs = FrozenSet.Create(
        StringComparer.Ordinal,
        "AzureFunctions_FunctionName", "AzureFunctions_InvocationId", "ElapsedMilliseconds", "EventId", "StatusCode", "elapsed", "functionName",
        "invocationId", "status");

    // Tags of our own spans, of the worker's, and of the semantic conventions. Not among them, on purpose: url.full, url.path, url.query,
    // db.statement, db.query.text, user_agent.original, client.address, enduser.*, exception.message.
    private static readonly FrozenSet<string> OfSpans = FrozenSet.Create(
        StringComparer.Ordinal,
        "az.namespace", "az.schema_url", "db.operation.name", "db.system", "db.system.name", "durable.failures", "durable.generation",
        "durable.instance", "durable.seq", "durable.turn", "engagement.door", "engagement.effect", "engagement.failures", "engagement.outcome",
        "engagement.project", "error.type", "exception.escaped", "exception.type", "faas.execution", "faas.instance", "faas.invocation_id",
        "faas.name", "http.request.method", "http.response.status_code", "http.route", "messaging.operation.name", "messaging.system",
        "network.protocol.version", "rpc.grpc.status_code", "rpc.system", "schema.url", "server.port", "url.scheme");

    // Their templates are constants. Of others nobody knows: a message may have been put together before it was logged.
    private static readonly string[] SpeakInTemplates =
    [
        Ours, "Azure.", "Grpc.", "Microsoft.AspNetCore.", "Microsoft.Azure.Functions.", "Microsoft.DurableTask.", "Microsoft.EntityFrameworkCore.",
        "Microsoft.Extensions.", "Microsoft.Hosting.", "Npgsql", "System.Net.Http.",
    ];

    /// <summary>True when that tag of a span may be sent.</summary>
    public static bool OfSpan(string key) => OfSpans.Contains(key);

    /// <summary>True when that attribute of a log record may be sent.</summary>
    public static bool OfLog(string? category, string key) => (IsOurs(category) ? OfOurLogs : OfOtherLogs).Contains(key);

    /// <summary>True when the template of that category's messages holds no values.</summary>
    public static bool HasPlainTemplates(string? category) =>
        category is not null && SpeakInTemplates.Any(prefix => category.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>A value as it may be sent: a number or truth as it is, anything else as text, but for what can only be an address.</summary>
    public static object? Plain(object? value) => value switch
    {
        null or bool or int or long or double or float or short or byte => value,
        string text => Text(text),
        _ => Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    /// <summary>Text as it may be sent.</summary>
    public static string Text(string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.OrdinalIgnoreCase) || text.Contains('?', StringComparison.Ordinal) ? LeftOut : text;

    private static bool IsOurs(string? category) => category?.StartsWith(Ours, StringComparison.Ordinal) == true;
}
