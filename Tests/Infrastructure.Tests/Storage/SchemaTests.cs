using System.Data.Common;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

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

        context.Database.HasPendingModelChanges().ShouldBeFalse("run Infrastructure/Storage/Migrations/regenerate with a name for what changed");
    }

    [Fact]
    public async Task EnsureCurrent_AfterMigrating_IsSilent_AndMigratingAgainDoesNothing()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();

        await store.Database.EnsureCurrentAsync("migrate", Token);
        await store.Database.MigrateAsync(Token);
        await store.Database.EnsureCurrentAsync("migrate", Token);
    }

    [Fact]
    public async Task EnsureCurrent_DatabaseBehind_NamesWhatIsMissing()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();
        await ExecuteAsync(store, "DELETE FROM \"__EFMigrationsHistory\"");

        var behind = await Should.ThrowAsync<DatabaseVersionException>(() => store.Database.EnsureCurrentAsync("migrate", Token));

        behind.Message.ShouldContain("behind");
        behind.Message.ShouldContain("_Initial");
        behind.Message.ShouldContain("\"migrate\"");
    }

    [Fact]
    public async Task EnsureCurrent_DatabaseOfANewerBuild_IsRefused()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();
        await ExecuteAsync(store, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231235959_Tomorrow', '99.0.0')");

        var ahead = await Should.ThrowAsync<DatabaseVersionException>(() => store.Database.EnsureCurrentAsync("migrate", Token));
        await Should.ThrowAsync<DatabaseVersionException>(() => store.Database.MigrateAsync(Token));

        ahead.Message.ShouldContain("29991231235959_Tomorrow");
    }

    [Fact]
    public async Task Migrate_AuditFromBeforePeopleHadNumbers_IsKeptAndEachPersonHasOneNumber()
    {
        await using var database = await CreateDatabaseAsync();
        await using var store = database.Open();
        string zone;
        await using (var before = store.Database.CreateContext())
        {
            await before.GetService<IMigrator>().MigrateAsync("Listening", Token);
            zone = before.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal) ? "" : "+00";
        }

        foreach (var (sequence, by) in new[] { (1, "'priya@harbour.example'"), (2, "NULL"), (3, "'priya@harbour.example'"), (4, "'lacey@harbour.example'") })
            await ExecuteAsync(store, $"""
                INSERT INTO "AuditEvents" ("Sequence", "At", "Actor", "What", "Words", "Why", "By")
                VALUES ({sequence}, '2026-06-08 09:00:00{zone}', 'Lead', 'spoken', 'You and the {sequence}. clinician have spoken.', 'By telephone.', {by})
                """);

        await store.Database.MigrateAsync(Token);

        var kept = (await store.Store.ReadAsync((reader, token) => reader.ListAsync<AuditEvent>(a => a.What == "spoken", token), Token)).OrderBy(a => a.Sequence).ToArray();
        kept.Select(a => a.Words).ShouldBe([.. Enumerable.Range(1, 4).Select(n => $"You and the {n}. clinician have spoken.")]);
        kept.ShouldAllBe(a => a.At == Instant.FromUtc(2026, 6, 8, 9, 0) && a.Actor == AuditActor.Lead && a.Why == "By telephone.");
        var nobody = new EmailAddress("nobody@harbour.example");
        var people = (await store.Store.ReadAsync((reader, token) => reader.ListAsync<AuditPerson>(p => p.Email != nobody, token), Token))
            .ToDictionary(p => p.Email.Value, p => p.Id);
        kept.Select(a => a.By).ShouldBe([people["priya@harbour.example"], null, people["priya@harbour.example"], people["lacey@harbour.example"]]);
        people.Count.ShouldBe(2);

        // And from then on the database itself keeps them.
        await Should.ThrowAsync<DbException>(() => ExecuteAsync(store, "UPDATE \"AuditEvents\" SET \"Words\" = ''"));
    }

    private static async Task ExecuteAsync(StoreUnderTest store, string sql)
    {
        await using var context = store.Database.CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, Token);
    }
}
