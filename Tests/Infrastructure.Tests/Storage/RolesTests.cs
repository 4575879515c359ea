using System.Diagnostics;
using ClinicalEngagement.Domain.Projects;
using Npgsql;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>The role that <c>deploy/roles.sql</c> makes for the app does all that the store does, and changes no table.</summary>
public sealed class RolesTests(PostgresCluster cluster)
{
    private const string App = "engagement-trust-test";

    [Fact]
    public async Task AppRole_ReadsAndWrites_AndChangesNoTable()
    {
        var token = TestContext.Current.CancellationToken;
        var database = (PostgresUnderTest)await cluster.CreateDatabaseAsync();
        var admin = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString);
        Assert.SkipWhen(PostgresCluster.Binary("psql") is null, "psql is not beside the server's programs.");
        await RunScriptAsync(admin, token);
        await RunScriptAsync(admin, token);
        await ExecuteAsync(admin.ConnectionString, $"ALTER ROLE \"{App}\" PASSWORD 'only-here'", token);
        var app = new NpgsqlConnectionStringBuilder(admin.ConnectionString) { Username = App, Password = "only-here" }.ConnectionString;

        await using var store = new PostgresUnderTest(app).Open();
        await store.Database.EnsureCurrentAsync("migrate", token);
        await store.WriteAsync(writer => { writer.Add(Records.Project); writer.Nudge("project-1"); });
        (await store.FindAsync<Project>(Records.ProjectId)).ShouldNotBeNull();

        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(app, "CREATE TABLE mine (id int)", token))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(app, "DROP TABLE \"Project\"", token))).SqlState
            .ShouldBeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.UndefinedTable);
        // What a later migration makes is the app's to use as well.
        await ExecuteAsync(admin.ConnectionString, "CREATE TABLE later (id int)", token);
        await ExecuteAsync(app, "INSERT INTO later VALUES (1)", token);
    }

    private static async Task RunScriptAsync(NpgsqlConnectionStringBuilder admin, CancellationToken token)
    {
        var start = new ProcessStartInfo(PostgresCluster.Binary("psql")!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-h", admin.Host!, "-p", $"{admin.Port}", "-U", admin.Username!, "-d", admin.Database!, "-v", $"app={App}", "-f", Path.Combine(AppContext.BaseDirectory, "roles.sql")])
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = admin.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(token);
        await process.StandardOutput.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        process.ExitCode.ShouldBe(0, await errors);
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken token)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(token);
    }
}
