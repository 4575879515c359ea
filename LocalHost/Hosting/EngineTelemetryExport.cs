using ClinicalEngagement.Durable.Sqlite;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Telemetry;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Observing;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>Sends the traces and metrics of engagements and of the engine, and warnings, where the standard settings of OpenTelemetry say.</summary>
internal static class EngineTelemetryExport
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds the export where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; without it nothing is collected.</summary>
    public static void AddEngineTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[Endpoint]))
            return;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("clinical-engagement"))
            .WithoutNames()
            .WithTracing(traces => traces.AddSource(EmbeddedEngine.TelemetryName, EngagementTraces.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(EmbeddedEngine.TelemetryName, EngagementMetrics.MeterName, GraphMetrics.MeterName))
            .UseOtlpExporter();
    }
}
