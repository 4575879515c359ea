using System.Text.Json;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>An answer that is no success, by status and code; the message is left behind.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Graph's error code, or empty.</param>
/// <param name="ExistingEventId">The event that has the transaction id already, or null.</param>
/// <param name="RetryAt">When to come back, if it said so in a way that can be read.</param>
internal sealed record GraphFailure(int Status, string Code, string? ExistingEventId, Instant? RetryAt)
{
    // Codes that tell of the mailbox or the account, not of an item in it.
    private static readonly HashSet<string> MailboxCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        "ErrorInvalidUser", "ErrorNonExistentMailbox", "ErrorMailboxNotFound", "ErrorInvalidMailboxItemId",
        "MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "MailboxNotHostedInExchangeOnline",
        "Request_ResourceNotFound", "ResourceNotFound", "UserNotFound",
    };

    private static readonly HashSet<string> LostSyncCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        "syncStateNotFound", "syncStateInvalid", "resyncRequired", "ErrorInvalidSyncStateData", "fullSyncRequired",
    };

    /// <summary>Come back later: too many requests, or too busy (503), or too much data (509).</summary>
    public bool IsThrottling => Status is 429 or 503 or 509;

    /// <summary>The mailbox, the account or the permission is not there.</summary>
    public bool IsRefusal => Status == 403 || (Status == 404 && MailboxCodes.Contains(Code));

    /// <summary>The item that was asked for is gone.</summary>
    public bool IsItemGone => (Status == 404 && !MailboxCodes.Contains(Code)) || (Status == 410 && !IsSyncLost);

    /// <summary>The delta token is no longer good.</summary>
    public bool IsSyncLost => LostSyncCodes.Contains(Code) || (Status == 410 && Code is "" or "Gone");

    /// <summary>Somebody, most likely this effect's earlier try, has used the transaction id.</summary>
    public bool IsDuplicate => ExistingEventId is not null || Status == 409 || string.Equals(Code, "ErrorDuplicateTransactionId", StringComparison.OrdinalIgnoreCase);

    /// <summary>Broken or unreachable, not told off: other 5xx, a request that timed out at the server, credentials that are not (any more) good.</summary>
    public bool IsOutage => Status is 0 or 401 or 408 or >= 500;

    /// <inheritdoc/>
    public override string ToString() => Code.Length == 0 ? $"{Status}" : $"{Status} {Code}";

    /// <summary>Reads what the SDK threw.</summary>
    public static GraphFailure From(ApiException exception, Instant now)
    {
        var error = (exception as ODataError)?.Error;
        var retryAfter = exception.ResponseHeaders?.FirstOrDefault(h => string.Equals(h.Key, "Retry-After", StringComparison.OrdinalIgnoreCase)).Value?.FirstOrDefault();
        return new GraphFailure(exception.ResponseStatusCode, PlainCode(error?.Code), Existing(error?.AdditionalData), RetryAfter.Read(retryAfter, now));
    }

    /// <summary>Reads an item of a batch that is no success.</summary>
    public static async Task<GraphFailure> FromAsync(HttpResponseMessage response, Instant now, CancellationToken cancellationToken)
    {
        string? code = null;
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code", out var given) && given.ValueKind == JsonValueKind.String)
                code = given.GetString();
        }
        catch (JsonException)
        {
            // A gateway's own words: the status says enough.
        }

        var retryAfter = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null;
        return new GraphFailure((int)response.StatusCode, PlainCode(code), null, RetryAfter.Read(retryAfter, now));
    }

    // A code is a word; anything else could carry what must not be logged.
    private static string PlainCode(string? code) =>
        code is { Length: > 0 and <= 80 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? code : "";

    private static string? Existing(IDictionary<string, object>? further)
    {
        if (further is null || !further.TryGetValue("@event.existingEventId", out var value))
            return null;
        return value switch
        {
            string text => text,
            UntypedString text => text.GetValue(),
            _ => null,
        };
    }
}
