using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Durable.Sqlite.Loop;

/// <summary>When an activity that failed is tried again.</summary>
internal static class Backoff
{
    /// <param name="failures">How many tries have failed, at least 1.</param>
    public static DateTimeOffset DueAt(DateTimeOffset now, RetryPolicy retry, int failures)
    {
        var seconds = Math.Max(0, retry.FirstDelay.TotalSeconds) * Math.Pow(Math.Max(1, retry.Backoff), failures - 1);
        if (retry.MaxDelay is { } max)
            seconds = Math.Min(seconds, max.TotalSeconds);
        var furthest = (DateTimeOffset.MaxValue - now).TotalSeconds;
        return seconds < furthest ? now + TimeSpan.FromSeconds(seconds) : DateTimeOffset.MaxValue;
    }
}
