using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>
/// Brings the store's database up to this build: <c>dotnet ClinicalEngagement.Functions.dll migrate</c>. Run by whoever deploys, before the
/// new build takes requests. It needs the settings of the section <c>Storage</c> alone, so that no key of the app has to be at hand.
/// </summary>
public static class MigrateCommand
{
    /// <summary>The word on the command line.</summary>
    public const string Name = "migrate";

    /// <summary>The whole line.</summary>
    public const string Line = $"dotnet ClinicalEngagement.Functions.dll {Name}";

    /// <summary>Runs it.</summary>
    /// <returns>The exit status: 0 when the database is up to this build.</returns>
    public static async Task<int> RunAsync(IConfiguration configuration, TextWriter output, CancellationToken cancellationToken)
    {
        if (configuration.GetSection("Storage").Get<EngagementStorageOptions>() is not { ConnectionString.Length: > 0 } options)
        {
            await output.WriteLineAsync("The setting Storage:ConnectionString is missing. docs/functions.md lists all settings.");
            return 1;
        }

        await using var services = new ServiceCollection().AddLogging().AddEngagementStorage(options).BuildServiceProvider();
        try
        {
            await services.GetRequiredService<EngagementDatabase>().MigrateAsync(cancellationToken);
        }
        catch (DatabaseVersionException newer)
        {
            await output.WriteLineAsync(newer.Message);
            return 1;
        }

        await output.WriteLineAsync("The database is up to this build.");
        return 0;
    }
}
