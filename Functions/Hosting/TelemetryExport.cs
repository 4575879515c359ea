using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Telemetry;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Observing;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>Sends traces, metrics and warnings to Application Insights, to a collector, or nowhere.</summary>
internal static class TelemetryExport
{
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Identity = "AZURE_CLIENT_ID";

    /// <summary>Adds the export to whatever the settings name; without any nothing is collected.</summary>
    public static void AddEngagementTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var insights = configuration[Insights];
        var collector = configuration[Collector];
        if (string.IsNullOrEmpty(insights) && string.IsNullOrEmpty(collector))
            return;
        var telemetry = services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .WithoutNames()
            .WithTracing(traces => traces.AddSource(EngagementTraces.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(EngagementMetrics.MeterName, GraphMetrics.MeterName));
        if (!string.IsNullOrEmpty(insights))
        {
            telemetry.UseAzureMonitorExporter(export =>
            {
                export.ConnectionString = insights;
                // An engagement's trace is of use whole, and all of a trust's are few; the daily cap is the ceiling.
                export.TracesPerSecond = null;
                export.SamplingRatio = 1;
                // The span of an HTTP request is not collected, and by default a failure within one would be left out with it.
                export.EnableTraceBasedLogsSampler = false;
                // The deployment switches keys off: whoever sends signs in.
                if (configuration[Identity] is { Length: > 0 } client)
                    export.Credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(client));
            });
        }
        if (!string.IsNullOrEmpty(collector))
            telemetry.UseOtlpExporter();
    }
}
