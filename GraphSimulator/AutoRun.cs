using NodaTime;

namespace ClinicalEngagement.GraphSimulator;

/// <summary>Lets the trust live by itself: whenever something is due by the clock, it happens.</summary>
/// <remarks>Looks again every minute of that clock too, since what is next may have changed meanwhile.</remarks>
internal sealed class AutoRun(Simulation simulation, TimeProvider time) : IAsyncDisposable
{
    private static readonly Duration LongestWait = Duration.FromMinutes(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => running = RunAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            await simulation.RunDueAsync(stopping.Token);
            var wait = Duration.Min((simulation.NextDue ?? Instant.MaxValue) - simulation.World.Now, LongestWait);
            await Task.Delay(Duration.Max(wait, Duration.FromMilliseconds(50)).ToTimeSpan(), time, stopping.Token);
        }
    }
}
