using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>A store of its own in a temporary folder, for tests and throw-away rehearsals; deleted when it is disposed.</summary>
public sealed class TemporaryEngagementStore : IAsyncDisposable
{
    private readonly DirectoryInfo folder;

    private TemporaryEngagementStore(DirectoryInfo folder, EngagementStorageOptions options, TimeProvider time)
    {
        this.folder = folder;
        Database = new SqliteEngagementDatabase(options);
        Store = new EngagementStore(
            Database, Signal, time, TimeProvider.System, new Random(0), options, NullLogger<EngagementStore>.Instance);
        Pump = new OutboxPump(Database);
    }

    /// <summary>The database.</summary>
    public EngagementDatabase Database { get; }

    /// <summary>The store.</summary>
    public EngagementStore Store { get; }

    /// <summary>Sends its nudges.</summary>
    public OutboxPump Pump { get; }

    /// <summary>Says when there are nudges.</summary>
    public OutboxSignal Signal { get; } = new();

    /// <summary>Makes an empty store, with the schema of the migrations.</summary>
    public static async Task<TemporaryEngagementStore> CreateTemporaryAsync(TimeProvider time, CancellationToken cancellationToken = default)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-store-");
        var options = new EngagementStorageOptions
        {
            ConnectionString = $"Data Source={Path.Combine(folder.FullName, "engagement.db")}",
            SurvivesPowerLoss = false,
        };
        var store = new TemporaryEngagementStore(folder, options, time);
        await store.Database.MigrateAsync(cancellationToken);
        return store;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Signal.Dispose();
        folder.Delete(recursive: true);
    }
}
