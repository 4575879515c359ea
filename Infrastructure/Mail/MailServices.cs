using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Mail;

/// <summary>Registers the rendering of messages.</summary>
public static class MailServices
{
    /// <summary>Adds <see cref="IMessageRenderer"/>; needs logging and <see cref="Links.LinkServices.AddSignedLinks"/>.</summary>
    public static IServiceCollection AddMessageRenderer(this IServiceCollection services) =>
        services.AddSingleton<IMessageRenderer, RazorMessageRenderer>();
}
