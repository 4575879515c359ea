using Azure.Core;
using ClinicalEngagement.Infrastructure.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>A database of its own in the run's cluster.</summary>
internal sealed class PostgresUnderTest(string connectionString) : IDatabaseUnderTest
{
    public EngagementStorageOptions Options { get; } =
        new() { Provider = StorageProvider.Postgres, ConnectionString = connectionString, MaxAttempts = 30 };

    public StoreUnderTest Open(params IInterceptor[] interceptors) => new(new PostgresEngagementDatabase(Options, credential: null, interceptors), Options);

    public StoreUnderTest Open(EngagementStorageOptions options, TokenCredential credential) =>
        new(new PostgresEngagementDatabase(options, credential), options);

    // The cluster goes as a whole.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
