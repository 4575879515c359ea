using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicalEngagement.Infrastructure.Queues;

/// <summary>Registers the queues.</summary>
public static class Extensions
{
    /// <summary>
    /// Adds <see cref="IRequestQueue"/> and one <see cref="IMessageQueue"/> per name of <see cref="QueueNames"/>, keyed by it. Embedded
    /// queues need the store (<c>AddEngagementStorage</c>).
    /// </summary>
    public static IServiceCollection AddEngagementQueues(this IServiceCollection services, EngagementQueueOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        foreach (var name in new[] { QueueNames.EngagementRequests, QueueNames.GraphNotifications })
        {
            services.AddKeyedSingleton<IMessageQueue>(name, (provider, _) => options.OnAzure
                ? new AzureMessageQueue(CreateClient(provider, options, name))
                : new EmbeddedMessageQueue(name, provider.GetRequiredService<EngagementDatabase>(), provider.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton<IRequestQueue>(provider =>
            new RequestQueue(provider.GetRequiredKeyedService<IMessageQueue>(QueueNames.EngagementRequests)));
        return services;
    }

    private static QueueClient CreateClient(IServiceProvider provider, EngagementQueueOptions options, string name)
    {
        var clientOptions = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        return options.ConnectionString is { } connectionString
            ? new QueueClient(connectionString, name, clientOptions)
            : new QueueServiceClient(options.ServiceUri, provider.GetService<TokenCredential>() ?? new DefaultAzureCredential(), clientOptions)
                .GetQueueClient(name);
    }
}
