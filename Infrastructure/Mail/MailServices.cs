using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>Registers the rendering of messages.</summary>
public static class MailServices
{
    /// <summary>Adds <see cref="IMessageRenderer"/>; needs logging and <see cref="Links.LinkServices.AddSignedLinks"/>.</summary>
    public static IServiceCollection AddMessageRenderer(this IServiceCollection services)
    {
        services.TryAddSingleton(Connection.Microsoft365);
        services.TryAddSingleton(new EngagementOptions());
        return services.AddSingleton<IMessageRenderer, RazorMessageRenderer>();
    }
}
