using Azure.Core.Serialization;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Functions.Http;
using ClinicalEngagement.Functions.Queues;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Infrastructure.Mail;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Smtp;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Portal;
using ClinicalEngagement.Portal.Access;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>Puts the product together for the Functions host. Its settings are tabled in <c>docs/functions.md</c>.</summary>
public static class EngagementApp
{
    /// <summary>Adds everything that the functions need.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing; the message names it.</exception>
    /// <exception cref="ArgumentException">A setting of the storage can't be meant.</exception>
    public static IServiceCollection AddEngagementApp(this IServiceCollection services, IConfiguration configuration)
    {
        // Inputs, outputs and events are written as the embedded engine writes them.
        services.Configure<WorkerOptions>(options => options.Serializer = new JsonObjectSerializer(DurableJson.Options));
        services.AddScoped<DurableTaskOrchestrationClient>();
        services.AddScoped<IOrchestrationClient>(provider => provider.GetRequiredService<DurableTaskOrchestrationClient>());

        services.AddEngagementTelemetry(configuration);
        services.AddScoped<Orchestrations.Ports.ITraces, DurableTraces>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton<Func<Guid>>(Guid.CreateVersion7);
        services.AddSingleton(configuration.GetSection("Engagement").Get<EngagementOptions>() ?? new EngagementOptions());

        services.AddEngagementStorage(configuration.GetSection("Storage").Get<EngagementStorageOptions>() ?? throw Missing("Storage:ConnectionString"));
        services.AddEngagementQueues(QueueOptions(configuration));
        services.AddConnection(configuration);
        services.AddMessageRenderer();
        services.AddSignedLinks();
        services.AddEngagementOrchestrations();
        services.AddHostedService<SchemaCheck>();
        services.AddSingleton<PendingNudges>();

        services.AddPortal(portal =>
        {
            // A function is billed while it runs: pages ask for news instead of holding a connection.
            portal.LiveConnections = false;
            portal.BehindTls = true;
        });
        services.AddAppServiceSignIn();
        services.AddKeysInStore();
        services.AddSingleton<PortalApp>();
        return services;
    }

    /// <summary>The queues are in the storage account that the host itself uses: its connection string, or its address and an identity.</summary>
    private static EngagementQueueOptions QueueOptions(IConfiguration configuration)
    {
        var host = configuration.GetSection(QueueConnection.Name);
        if (host.Value is { Length: > 0 } connectionString)
            return new EngagementQueueOptions { ConnectionString = connectionString };
        if (host["queueServiceUri"] is { Length: > 0 } address)
            return new EngagementQueueOptions { ServiceUri = new Uri(address) };
        if (host["accountName"] is { Length: > 0 } account)
            return new EngagementQueueOptions { ServiceUri = new Uri($"https://{account}.queue.core.windows.net") };
        throw Missing(QueueConnection.Name);
    }

    private static InvalidOperationException Missing(string setting) =>
        new($"The setting {setting} is missing. docs/functions.md lists all settings.");
}
