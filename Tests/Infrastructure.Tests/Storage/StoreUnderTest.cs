using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Storage;

/// <summary>A store over one database, as one process would have it.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private int drawn;

    public StoreUnderTest(EngagementDatabase database, EngagementStorageOptions options)
    {
        Database = database;
        Store = new EngagementStore(
            database, Signal, Time, TimeProvider.System, new Random(7), options, NullLogger<EngagementStore>.Instance,
            Person, () => StableId.From("drawn", ++drawn));
        Pump = new OutboxPump(database);
    }

    public EngagementDatabase Database { get; }

    public IEngagementStore Store { get; }

    public OutboxPump Pump { get; }

    public OutboxSignal Signal { get; } = new();

    /// <summary>Who is signed in; nobody at first.</summary>
    public CurrentPerson Person { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 14, 8, 15, 0, TimeSpan.Zero));

    public Task WriteAsync(Action<IStoreWriter> work) => Store.WriteAsync(
        (writer, _) =>
        {
            work(writer);
            return Task.FromResult(true);
        },
        TestContext.Current.CancellationToken);

    public Task<T?> FindAsync<T>(object key)
        where T : class => Store.ReadAsync((reader, token) => reader.FindAsync<T>(key, token), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<T>> ListAsync<T>(System.Linq.Expressions.Expression<Func<T, bool>>? predicate = null)
        where T : class =>
        Store.ReadAsync((reader, token) => reader.ListAsync(predicate ?? (_ => true), token), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Signal.Dispose();
    }
}
