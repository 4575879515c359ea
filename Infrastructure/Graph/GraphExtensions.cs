using System.Security.Cryptography;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Graph;

/// <summary>Registers Microsoft Graph behind the ports.</summary>
public static class GraphExtensions
{
    /// <summary>
    /// <see cref="ICalendar"/>, <see cref="IMailer"/> and <see cref="IDirectory"/> by Microsoft Graph, with <see cref="GraphSubscriptions"/>
    /// and <see cref="GraphCheck"/>. Options come from the section "Graph" and are checked at start.
    /// </summary>
    /// <param name="services">
    /// Where; an <see cref="IClock"/> must be there too, a <see cref="RandomNumberGenerator"/> may, and a <see cref="SteadyClock"/>, which is
    /// then compared with every answer.
    /// </param>
    /// <param name="configure">Sets what is not in the configuration, such as a simulator's address.</param>
    public static IServiceCollection AddGraph(this IServiceCollection services, Action<GraphOptions>? configure = null)
    {
        var options = services.AddOptions<GraphOptions>().BindConfiguration(GraphOptions.Section).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GraphOptions>, GraphOptionsValidator>());
        services.TryAddSingleton(_ => RandomNumberGenerator.Create());
        services.TryAddSingleton(provider =>
        {
            var graph = provider.GetRequiredService<IOptions<GraphOptions>>().Value;
            return new GraphConnection(
                GraphClient.Create(graph, seen: provider.GetService<SteadyClock>() is { } steady ? steady.Compare : null), graph, provider.GetRequiredService<IClock>(), provider.GetService<ILogger<GraphConnection>>(),
                () => provider.GetService<CurrentSettings>()?.SenderMailbox);
        });
        services.TryAddSingleton<ICalendar, GraphCalendar>();
        services.TryAddSingleton<IMailer, GraphMailer>();
        services.TryAddSingleton<IDirectory, GraphDirectory>();
        services.TryAddSingleton(provider => new GraphSubscriptions(
            provider.GetRequiredService<GraphConnection>(), provider.GetRequiredService<RandomNumberGenerator>()));
        services.TryAddSingleton<WatchList>();
        services.TryAddScoped<WatchKeeper>();
        services.TryAddScoped<NotificationConsumer>();
        services.TryAddSingleton(provider => new GraphCheck(provider.GetRequiredService<GraphConnection>()));
        return services;
    }
}
