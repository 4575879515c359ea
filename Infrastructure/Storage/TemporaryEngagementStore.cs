using Microsoft.Extensions.Logging.Abstractions;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>A store of its own in a temporary folder, for tests and throw-away rehearsals; deleted when it is disposed.</summary>
public sealed class TemporaryEngagementStore : IAsyncDisposable
{
    // Migrations are the same for every empty store; a process runs them once.
    private static readonly Lazy<Task<byte[]>> Empty = new(MakeEmptyAsync);

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
        var file = Path.Combine(folder.FullName, "engagement.db");
        await WriteEmptyAsync(file, cancellationToken);
        return new TemporaryEngagementStore(folder, OptionsOf(file), time);
    }

    /// <summary>Writes a file with an empty store in it, with the schema of the migrations.</summary>
    public static async Task WriteEmptyAsync(string file, CancellationToken cancellationToken = default) =>
        await File.WriteAllBytesAsync(file, await Empty.Value, cancellationToken);

    private static EngagementStorageOptions OptionsOf(string file) => new() { ConnectionString = $"Data Source={file}", SurvivesPowerLoss = false };

    private static async Task<byte[]> MakeEmptyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-store-");
        var file = Path.Combine(folder.FullName, "engagement.db");
        try
        {
            await using (var database = new SqliteEngagementDatabase(OptionsOf(file)))
            {
                await database.MigrateAsync(CancellationToken.None);
                await database.RewriteAsync(CancellationToken.None);
            }

            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Signal.Dispose();
        folder.Delete(recursive: true);
    }
}
