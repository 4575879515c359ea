using ClinicalEngagement.Orchestrations.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>Registers intake.</summary>
public static class IntakeServices
{
    /// <summary>
    /// Adds <see cref="IntakeService"/>, <see cref="MessageIntake"/>, <see cref="FailedNotifications"/>, <see cref="PlanIntake"/> and the
    /// <see cref="RequestFormat"/> in which requests are stored. The host provides the store, the queues, <c>IClock</c> and a
    /// <c>Func&lt;Guid&gt;</c> as its source of ids.
    /// </summary>
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton(new RequestFormat(IntakeJson.Options))
        .AddScoped<IntakeService>()
        .AddScoped<MessageIntake>()
        .AddScoped<FailedNotifications>()
        .AddScoped<PlanIntake>();
}
