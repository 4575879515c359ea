using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Durable.Abstractions;

/// <summary>
/// What an orchestrator may do. Everything here is deterministic under replay; anything else (a clock, a random number,
/// I/O) belongs in an activity.
/// </summary>
/// <remarks>The members mean what they mean on Durable Task's <c>TaskOrchestrationContext</c>, so that the adapter only forwards.</remarks>
public interface IOrchestrationContext
{
    /// <summary>The id this instance was started with.</summary>
    string InstanceId { get; }

    /// <summary>The time of the turn being run, in UTC; the same when the turn is replayed.</summary>
    DateTimeOffset CurrentUtc { get; }

    /// <summary>True while history is replayed; only for things that must not repeat, such as logs.</summary>
    bool IsReplaying { get; }

    /// <summary>Schedules an activity and completes with its result.</summary>
    /// <exception cref="ActivityFailedException">The activity threw on its last allowed try.</exception>
    Task<TOutput> CallActivityAsync<TInput, TOutput>(ActivityName<TInput, TOutput> activity, TInput input, RetryPolicy? retry = null);

    /// <summary>Completes at <paramref name="fireAt"/> (UTC; a time in the past fires at once). Cancel the token when the timer is no longer wanted.</summary>
    Task CreateTimerAsync(DateTimeOffset fireAt, CancellationToken cancellationToken);

    /// <summary>
    /// Completes with the next event of that name (names are compared without case). An event that came before the wait is kept for it.
    /// A cancelled wait takes no event.
    /// </summary>
    Task<TEvent> WaitForEventAsync<TEvent>(string eventName, CancellationToken cancellationToken);

    /// <summary>
    /// Ends this generation when the orchestrator returns and begins the next with a fresh history and <paramref name="input"/>.
    /// Events that nobody has waited for are carried over.
    /// </summary>
    void ContinueAsNew<TInput>(TInput input);

    /// <summary>A GUID that is the same when the turn is replayed.</summary>
    Guid NewGuid();

    /// <summary>A logger that is silent while history is replayed.</summary>
    ILogger CreateReplaySafeLogger(string category);
}
