using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Durable.Sqlite.Execution;

/// <summary>Silent while history is replayed, so that a line is logged once and not at every turn.</summary>
internal sealed class ReplaySafeLogger(OrchestrationExecution execution, ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !execution.IsReplaying && inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!execution.IsReplaying)
            inner.Log(logLevel, eventId, state, exception, formatter);
    }
}
