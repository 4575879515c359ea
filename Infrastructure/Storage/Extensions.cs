using System.Security.Cryptography;
using Azure.Core;
using Azure.Identity;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>Registers the store.</summary>
public static class Extensions
{
    /// <summary>
    /// Adds <see cref="IEngagementStore"/>, <see cref="EngagementDatabase"/>, <see cref="OutboxPump"/> and <see cref="OutboxSignal"/>. Time
    /// is the registered <see cref="TimeProvider"/>, else the system's; a registered <see cref="TokenCredential"/> signs in where
    /// <see cref="EngagementStorageOptions.EntraToken"/> is set. Registered interceptors see what goes to SQLite.
    /// </summary>
    /// <exception cref="ArgumentException">An option can't be meant.</exception>
    public static IServiceCollection AddEngagementStorage(this IServiceCollection services, EngagementStorageOptions options)
    {
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<CurrentPerson>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxPump>();
        services.AddSingleton<EngagementDatabase>(provider => options.Provider == StorageProvider.Sqlite
            ? new SqliteEngagementDatabase(options, [.. provider.GetServices<IInterceptor>()])
            : new PostgresEngagementDatabase(options, options.EntraToken ? FindCredential(provider) : null));
        services.AddSingleton<IEngagementStore>(provider => new EngagementStore(
            provider.GetRequiredService<EngagementDatabase>(),
            provider.GetRequiredService<OutboxSignal>(),
            provider.GetRequiredService<TimeProvider>(),
            waits: TimeProvider.System,
            new Random(Environment.ProcessId),
            options,
            provider.GetRequiredService<ILogger<EngagementStore>>(),
            provider.GetRequiredService<CurrentPerson>(),
            provider.GetService<Func<Guid>>() ?? (() => new Guid(RandomNumberGenerator.GetBytes(16)))));
        services.AddScoped(provider => provider.GetRequiredService<EngagementDatabase>().CreateContext());
        return services;
    }

    /// <summary>Keeps the keys that protect forms and cookies in the store, so that every instance knows every other one's.</summary>
    public static IServiceCollection AddKeysInStore(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("clinical-engagement").PersistKeysToDbContext<EngagementDbContext>();
        return services;
    }

    private static TokenCredential FindCredential(IServiceProvider provider) =>
        provider.GetService<TokenCredential>() ?? new DefaultAzureCredential();
}
