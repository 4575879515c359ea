using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>The migrations and the check at start, on whatever database it is.</summary>
public abstract class SchemaTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<IDatabaseUnderTest> CreateDatabaseAsync();

    [Fact]
    public async Task Model_HasNoChangeThatNoMigrationMakes()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();
        await using var context = store.Database.CreateContext();

        context.Database.HasPendingModelChanges().ShouldBeFalse("run Infrastructure/Storage/Migrations/regenerate");
    }

    [Fact]
    public async Task EnsureCurrent_AfterMigrating_IsSilent_AndMigratingAgainDoesNothing()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();

        await store.Database.EnsureCurrentAsync(Token);
        await store.Database.MigrateAsync(Token);
        await store.Database.EnsureCurrentAsync(Token);
    }

    [Fact]
    public async Task EnsureCurrent_DatabaseBehind_NamesWhatIsMissing()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();
        await ExecuteAsync(store, "DELETE FROM \"__EFMigrationsHistory\"");

        var behind = await Should.ThrowAsync<DatabaseVersionException>(() => store.Database.EnsureCurrentAsync(Token));

        behind.Message.ShouldContain("behind");
        behind.Message.ShouldContain("_Initial");
    }

    [Fact]
    public async Task EnsureCurrent_DatabaseOfANewerBuild_IsRefused()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();
        await ExecuteAsync(store, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231235959_Tomorrow', '99.0.0')");

        var ahead = await Should.ThrowAsync<DatabaseVersionException>(() => store.Database.EnsureCurrentAsync(Token));
        await Should.ThrowAsync<DatabaseVersionException>(() => store.Database.MigrateAsync(Token));

        ahead.Message.ShouldContain("29991231235959_Tomorrow");
    }

    private static async Task ExecuteAsync(StoreUnderTest store, string sql)
    {
        await using var context = store.Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, Token);
    }
}
