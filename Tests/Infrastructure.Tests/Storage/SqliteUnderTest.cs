using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>An SQLite file in a folder of its own.</summary>
public sealed class SqliteUnderTest : IDatabaseUnderTest
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("engagement-tests-");

    /// <summary>The file.</summary>
    public string File => Path.Combine(folder.FullName, "engagement.db");

    internal EngagementStorageOptions Options => new() { ConnectionString = $"Data Source={File}", SurvivesPowerLoss = false };

    /// <summary>Makes it with its schema.</summary>
    public static async Task<IDatabaseUnderTest> CreateAsync()
    {
        var database = new SqliteUnderTest();
        await using var store = database.Open();
        await store.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    StoreUnderTest IDatabaseUnderTest.Open(params IInterceptor[] interceptors) => Open(interceptors);

    internal StoreUnderTest Open(params IInterceptor[] interceptors) => new(new SqliteEngagementDatabase(Options, interceptors), Options);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
