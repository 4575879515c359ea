using System.Globalization;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>The header <c>Retry-After</c> in the forms it has been seen in: seconds, fractions of seconds, a date (RFC 9110), and nonsense.</summary>
internal static class RetryAfter
{
    private static readonly Duration Longest = Duration.FromDays(7);

    /// <summary>When to come back, never before now; null when the header is absent or cannot be read.</summary>
    public static Instant? Read(string? header, Instant now)
    {
        if (string.IsNullOrWhiteSpace(header))
            return null;
        if (double.TryParse(header.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds))
            return now + Min(Duration.FromMilliseconds(Math.Ceiling(Math.Min(seconds, Longest.TotalSeconds) * 1000)));
        if (DateTimeOffset.TryParseExact(header.Trim(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            return Instant.Max(now, Instant.Min(Instant.FromDateTimeOffset(date), now + Longest));
        return null;
    }

    private static Duration Min(Duration wait) => Duration.Min(wait, Longest);
}
