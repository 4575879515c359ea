using Azure.Core;
using ClinicalEngagement.Domain.Projects;
using Npgsql;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>What PostgreSQL adds: a connection that can break, and a sign-in by token.</summary>
public sealed class PostgresConnectionTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // A write that adds one record asks for the gate, the insert, the commit.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task Write_ConnectionBreaksBeforeTheCommit_IsRunAgain(int step, int expectedRuns)
    {
        var (runs, exception) = await WriteWithBrokenConnectionAsync(step);

        exception.ShouldBeNull();
        runs.ShouldBe(expectedRuns);
    }

    [Fact]
    public async Task Write_ConnectionBreaksAtTheCommit_IsNotRunAgain_SinceItMayBeDone()
    {
        var (runs, exception) = await WriteWithBrokenConnectionAsync(step: 3);

        exception.ShouldBeOfType<NpgsqlException>();
        runs.ShouldBe(1);
    }

    [Fact]
    public async Task Read_ConnectionBreaks_IsRunAgain()
    {
        var fault = new FaultAt(1, Broken);
        await using var database = await cluster.CreateDatabaseAsync();
        await using var store = database.Open(fault);

        (await store.ListAsync<Project>()).ShouldBeEmpty();

        fault.Struck.ShouldBeTrue();
    }

    [Fact]
    public async Task EntraToken_StandsForThePassword()
    {
        var database = (PostgresUnderTest)await cluster.CreateDatabaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString);
        var credential = new KnownToken(connection.Password!);
        connection.Password = null;
        await using var store = database.Open(database.Options with { ConnectionString = connection.ConnectionString, EntraToken = true }, credential);

        await store.WriteAsync(writer => writer.Add(Records.Project));

        (await store.FindAsync<Project>(Records.ProjectId)).ShouldNotBeNull();
        credential.Asked.ShouldBe(["https://ossrdbms-aad.database.windows.net/.default"]);
    }

    private static NpgsqlException Broken() => new("The connection is gone.", new IOException());

    private async Task<(int Runs, Exception? Exception)> WriteWithBrokenConnectionAsync(int step)
    {
        var fault = new FaultAt(step, Broken);
        await using var database = await cluster.CreateDatabaseAsync();
        await using var store = database.Open(fault);
        var runs = 0;

        var exception = await Record.ExceptionAsync(() => store.WriteAsync(writer =>
        {
            runs++;
            writer.Add(Records.Project);
        }));

        fault.Struck.ShouldBeTrue();
        (await store.ListAsync<Project>()).Count.ShouldBe(exception is null ? 1 : 0);
        return (runs, exception);
    }

    private sealed class KnownToken(string token) : TokenCredential
    {
        public List<string> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.AddRange(requestContext.Scopes);
            return ValueTask.FromResult(new AccessToken(token, DateTimeOffset.MaxValue));
        }
    }
}
