using ClinicalEngagement.Durable.Abstractions;
using Microsoft.DurableTask;
using RetryPolicy = ClinicalEngagement.Durable.Abstractions.RetryPolicy;

namespace ClinicalEngagement.Functions.Durable;

/// <summary>Our retry policy in Durable Task's terms.</summary>
internal static class TaskRetries
{
    /// <returns>Null for one try.</returns>
    public static TaskOptions? Options(RetryPolicy? retry)
    {
        if (retry is null || retry.MaxAttempts <= 1)
            return null;

        // Durable Task wants a first wait above nothing and none above the longest, and takes an absent longest wait for an hour.
        var first = retry.FirstDelay > TimeSpan.Zero ? retry.FirstDelay : TimeSpan.FromMilliseconds(1);
        if (retry.MaxDelay is { } longest && longest < first)
            first = longest > TimeSpan.Zero ? longest : TimeSpan.FromMilliseconds(1);
        return TaskOptions.FromRetryPolicy(new Microsoft.DurableTask.RetryPolicy(
            retry.MaxAttempts,
            first,
            Math.Max(1, retry.Backoff),
            retry.MaxDelay is { } max ? (max < first ? first : max) : Timeout.InfiniteTimeSpan)
        {
            HandleFailure = failure => failure.ErrorType != typeof(NonRetriableException).FullName,
        });
    }
}
