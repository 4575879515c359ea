using NodaTime;

namespace ClinicalEngagement.GraphSimulator;

/// <summary>Lets the trust live by itself: whenever something is due by the clock, it happens.</summary>
/// <remarks>Looks again every second of that clock, since a request may have brought something nearer meanwhile.</remarks>
internal sealed class AutoRun(Simulation simulation, TimeProvider time) : IAsyncDisposable
{
    private static readonly Duration LongestWait = Duration.FromSeconds(1);
    private static readonly Duration ShortestWait = Duration.FromMilliseconds(50);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => running = RunAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await simulation.RunDueAsync(stopping.Token);
                var next = await simulation.World.InTurnAsync(() => simulation.NextDue, stopping.Token);
                var wait = Duration.Min((next ?? Instant.MaxValue) - simulation.World.Now, LongestWait);
                await Task.Delay(Duration.Max(wait, ShortestWait).ToTimeSpan(), time, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception e)
        {
            // Nobody awaits this until the end; GET /control/idle tells it.
            simulation.Failure = e;
        }
    }
}
