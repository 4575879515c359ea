using ClinicalEngagement.Functions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ClinicalEngagement.Functions.Tests.Hosting;

/// <summary>Where telemetry goes, by the settings that a deployment makes.</summary>
[Collection(TelemetryHeard.OfTheProcess)]
public sealed class TelemetryExportTests
{
    [Theory]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/", true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9/", true)]
    [InlineData("OTHER", "", false)]
    public async Task Export_IsThereWhereASettingNamesIt(string setting, string value, bool isThere)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value), new("AZURE_CLIENT_ID", "00000000-0000-0000-0000-000000000002")]).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddEngagementTelemetry(configuration);
        await using var provider = services.BuildServiceProvider();

        (provider.GetService<TracerProvider>() is not null).ShouldBe(isThere);
        (provider.GetService<MeterProvider>() is not null).ShouldBe(isThere);
    }
}
