using ClinicalEngagement.Domain;
using ClinicalEngagement.Infrastructure.Settings;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;
using NodaTime.Testing;

namespace ClinicalEngagement.Infrastructure.Tests.Settings;

/// <summary>Tests <see cref="CurrentSettings"/>.</summary>
public sealed class CurrentSettingsTests
{
    /// <summary>A page is put together by one thread at a time. What it waits for must not want that thread, or the page never comes.</summary>
    [Fact]
    public async Task OptionsAreReadAnewWhileAPageIsPutTogether()
    {
        var settings = new CurrentSettings(new LateStore(), new FakeClock(Instant.FromUtc(2026, 1, 5, 9, 0)), TimeProvider.System, new EngagementOptions());
        var read = new TaskCompletionSource<EngagementOptions>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new OneThread());
            read.SetResult(settings.Options);
        })
        { IsBackground = true }.Start();

        Assert.NotNull(await read.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken));
    }

    /// <summary>A page's, whose one thread is the one that waits.</summary>
    private sealed class OneThread : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    /// <summary>Answers later, as a database over a network does.</summary>
    private sealed class LateStore : IEngagementStore
    {
        public async Task<T> ReadAsync<T>(Func<IStoreReader, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return default!;
        }

        public Task<T> WriteAsync<T>(Func<IStoreWriter, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
