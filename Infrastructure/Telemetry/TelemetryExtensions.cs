using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace ClinicalEngagement.Infrastructure.Telemetry;

/// <summary>Keeps people out of what is exported.</summary>
public static class TelemetryExtensions
{
    /// <summary>
    /// Has logs (from <see cref="LogLevel.Warning"/> on) and spans pass <see cref="NamelessLogs"/> and <see cref="NamelessSpans"/>. To be
    /// called before an exporter is added: processors run in the order in which they were. What is written to the console stays as it is.
    /// </summary>
    public static IOpenTelemetryBuilder WithoutNames(this IOpenTelemetryBuilder telemetry)
    {
        telemetry.Services.PostConfigure<LoggerFilterOptions>(AtLeastWarnings);
        // Scopes and formatted messages hold values, and configuration could switch them on.
        telemetry.Services.PostConfigure<OpenTelemetryLoggerOptions>(options => options.IncludeScopes = options.IncludeFormattedMessage = false);
        return telemetry
            .WithLogging(logs => logs.AddProcessor(new NamelessLogs()))
            .WithTracing(traces => traces.AddProcessor(new NamelessSpans()));
    }

    private static void AtLeastWarnings(LoggerFilterOptions filter)
    {
        // A setting for the exporters alone, or for one category of theirs, would be more particular than ours and win.
        foreach (var rule in filter.Rules.Where(r => IsOfExporters(r) && r.LogLevel is not >= LogLevel.Warning).ToArray())
            filter.Rules.Remove(rule);
        filter.AddFilter<OpenTelemetryLoggerProvider>(category: null, LogLevel.Warning);
    }

    private static bool IsOfExporters(LoggerFilterRule rule) => rule.ProviderName == "OpenTelemetry" || rule.ProviderName == typeof(OpenTelemetryLoggerProvider).FullName;
}
