using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Settings;

/// <summary>Registers settings that can be changed while the host runs.</summary>
public static class SettingsServices
{
    /// <summary>Makes <see cref="EngagementOptions"/> the options in force at the moment they are asked for; what the host registered before is what they begin from.</summary>
    public static IServiceCollection AddTrustSettings(this IServiceCollection services)
    {
        var configured = services.LastOrDefault(s => s.ServiceType == typeof(EngagementOptions))?.ImplementationInstance as EngagementOptions ?? new EngagementOptions();
        services.RemoveAll<EngagementOptions>();
        services.AddSingleton(provider => new CurrentSettings(
            provider.GetRequiredService<IEngagementStore>(), provider.GetRequiredService<IClock>(), TimeProvider.System, configured));
        return services.AddTransient(provider => provider.GetRequiredService<CurrentSettings>().Options);
    }
}
