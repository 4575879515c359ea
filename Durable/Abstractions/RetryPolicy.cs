namespace ClinicalEngagement.Durable.Abstractions;

/// <summary>How often and how far apart an activity that throws is tried again. The waits are durable timers.</summary>
/// <param name="MaxAttempts">Tries in all, at least 1.</param>
/// <param name="FirstDelay">The wait before the second try.</param>
/// <param name="Backoff">Each further wait is the last one times this; at least 1.</param>
/// <param name="MaxDelay">No wait is longer than this; null for no bound.</param>
public sealed record RetryPolicy(int MaxAttempts, TimeSpan FirstDelay, double Backoff = 2, TimeSpan? MaxDelay = null)
{
    /// <summary>One try.</summary>
    public static RetryPolicy None { get; } = new(1, TimeSpan.Zero);
}

/// <summary>An activity threw on its last allowed try.</summary>
/// <param name="activity">The activity's name.</param>
/// <param name="errorType">The full name of the type of the exception that the activity threw.</param>
/// <param name="message">That exception's message.</param>
public sealed class ActivityFailedException(string activity, string errorType, string message)
    : Exception($"Activity '{activity}' failed: {errorType}: {message}")
{
    /// <summary>The activity's name.</summary>
    public string Activity { get; } = activity;

    /// <summary>The full name of the type of the exception that the activity threw.</summary>
    public string ErrorType { get; } = errorType;
}

/// <summary>Thrown by an activity whose failure no further try can mend; it is not retried.</summary>
public sealed class NonRetriableException(string message, Exception? inner = null) : Exception(message, inner);
