using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Links;

/// <summary>Registers signed links.</summary>
public static class LinkServices
{
    /// <summary>Adds <see cref="ILinks"/> and <see cref="LinkReader"/>, with <see cref="LinkOptions"/> bound from the configuration and checked at start.</summary>
    public static IServiceCollection AddSignedLinks(this IServiceCollection services)
    {
        services.AddOptions<LinkOptions>().BindConfiguration(LinkOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LinkKeys>();
        services.AddSingleton<ILinks, SignedLinks>();
        services.AddSingleton(provider => new LinkReader(provider.GetRequiredService<LinkKeys>()));
        return services;
    }
}
