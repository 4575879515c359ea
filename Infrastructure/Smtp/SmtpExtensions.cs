using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Orchestrations.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>Registers the way to people: Microsoft 365, or mail alone.</summary>
public static class SmtpExtensions
{
    /// <summary>Mail alone where the configuration names a mail server (<c>Smtp:Host</c>), else Microsoft 365.</summary>
    public static IServiceCollection AddConnection(this IServiceCollection services, IConfiguration configuration)
    {
        if (!string.IsNullOrWhiteSpace(configuration[$"{SmtpOptions.Section}:{nameof(SmtpOptions.Host)}"]))
            services.AddSmtp();
        return services.AddGraph();
    }

    /// <summary>
    /// <see cref="ICalendar"/>, <see cref="IMailer"/> and <see cref="IDirectory"/> without Microsoft 365, and <see cref="SmtpCheck"/>. Options
    /// come from the section "Smtp" and are checked at start. To be added before <c>AddGraph</c>, whose subscriptions are then switched off.
    /// </summary>
    public static IServiceCollection AddSmtp(this IServiceCollection services)
    {
        services.AddOptions<SmtpOptions>().BindConfiguration(SmtpOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>());
        services.PostConfigure<GraphOptions>(graph => graph.NotificationAddress = null);
        services.Replace(ServiceDescriptor.Singleton(Connection.MailOnly));
        services.TryAddSingleton<SmtpTransport>();
        services.TryAddSingleton<SmtpPost>();
        services.TryAddSingleton<ICalendar, SmtpCalendar>();
        services.TryAddSingleton<IMailer, SmtpMailer>();
        services.TryAddSingleton<IDirectory, NoDirectory>();
        services.TryAddSingleton(provider => new SmtpCheck(provider.GetRequiredService<SmtpTransport>()));
        return services;
    }
}
