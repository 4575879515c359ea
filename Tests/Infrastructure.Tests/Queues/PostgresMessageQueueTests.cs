using ClinicalEngagement.Infrastructure.Tests.Storage;

namespace ClinicalEngagement.Infrastructure.Tests.Queues;

/// <summary>The queue in a PostgreSQL database.</summary>
public sealed class PostgresMessageQueueTests(PostgresCluster cluster) : EmbeddedMessageQueueTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => cluster.CreateDatabaseAsync();
}
