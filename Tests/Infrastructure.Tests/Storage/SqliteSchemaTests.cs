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

    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => SqliteUnderTest.CreateAsync();
}
