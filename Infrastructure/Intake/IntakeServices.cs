using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>Registers intake.</summary>
public static class IntakeServices
{
    /// <summary>Adds <see cref="IntakeService"/>. The host provides the store, the queue, <see cref="TimeProvider"/> and a <c>Func&lt;Guid&gt;</c> as its source of ids.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services) => services.AddScoped<IntakeService>();
}
