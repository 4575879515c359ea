namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>The schema on PostgreSQL.</summary>
public sealed class PostgresSchemaTests(PostgresCluster cluster) : SchemaTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => cluster.CreateDatabaseAsync();
}
