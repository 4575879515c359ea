using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>The schema on SQLite, and how its file is kept.</summary>
public sealed class SqliteSchemaTests : SchemaTests
{
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task Connection_WaitsForTheDisk_UnlessTheFileIsThrowAway(bool survivesPowerLoss, long synchronous)
    {
        var token = TestContext.Current.CancellationToken;
        await using var file = new SqliteUnderTest();
        await using var database = new Infrastructure.Storage.SqliteEngagementDatabase(file.Options with { SurvivesPowerLoss = survivesPowerLoss });
        await database.MigrateAsync(token);
        await using var context = database.CreateContext();
        await context.Database.OpenConnectionAsync(token);

        (await PragmaAsync("synchronous")).ShouldBe(synchronous);
        (await PragmaAsync("journal_mode")).ShouldBe("wal");

        async Task<object?> PragmaAsync(string name)
        {
            await using var command = ((SqliteConnection)context.Database.GetDbConnection()).CreateCommand();
            command.CommandText = $"PRAGMA {name}";
            return await command.ExecuteScalarAsync(token);
        }
    }

    [Fact]
    public async Task Migrate_AProcessWasKilledWhileItMigrated_GoesOn()
    {
        var token = TestContext.Current.CancellationToken;
        await using var file = new SqliteUnderTest();
        await using (var killed = new SqliteConnection(file.Options.ConnectionString + ";Pooling=false"))
        {
            await killed.OpenAsync(token);
            await using var command = killed.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-14 08:15:00');
                """;
            await command.ExecuteNonQueryAsync(token);
        }

        await using var store = file.Open();
        await store.Database.MigrateAsync(token).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, token);
        await store.Database.EnsureCurrentAsync("migrate", token);
    }

    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => SqliteUnderTest.CreateAsync();
}
