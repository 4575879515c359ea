namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>The store on SQLite.</summary>
public sealed class SqliteStoreTests : EngagementStoreTests
{
    protected override Task<IDatabaseUnderTest> CreateDatabaseAsync() => SqliteUnderTest.CreateAsync();
}
