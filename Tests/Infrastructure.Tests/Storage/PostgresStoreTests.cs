namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>The store on PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresCluster cluster) : EngagementStoreTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => cluster.CreateDatabaseAsync();
}
