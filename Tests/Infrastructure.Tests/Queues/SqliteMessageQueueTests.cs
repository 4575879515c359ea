using ClinicalEngagement.Infrastructure.Tests.Storage;

namespace ClinicalEngagement.Infrastructure.Tests.Queues;

/// <summary>The queue in an SQLite file.</summary>
public sealed class SqliteMessageQueueTests : EmbeddedMessageQueueTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => SqliteUnderTest.CreateAsync();
}
