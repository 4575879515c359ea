using NodaTime;

namespace ClinicalEngagement.GraphSimulator;

/// <summary>Lets the trust live by itself: whenever something is due by the clock, it happens.</summary>
internal sealed class AutoRun : IAsyncDisposable
{
    // A timer of the framework takes no more than about 49 days.
    private static readonly Duration LongestWait = Duration.FromDays(30);

    private readonly Simulation simulation;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly Task running;

    /// <summary>Begins.</summary>
    public AutoRun(Simulation simulation, TimeProvider time)
    {
        this.simulation = simulation;
        this.time = time;
        simulation.World.Committed += OnCommitted;
        running = RunAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        simulation.World.Committed -= OnCommitted;
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        changed.Dispose();
    }

    private void OnCommitted()
    {
        if (changed.CurrentCount == 0)
            changed.Release();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await simulation.RunDueAsync(stopping.Token);
                var next = await simulation.World.InTurnAsync(() => simulation.NextDue, stopping.Token);
                await WaitAsync((next ?? Instant.MaxValue) - simulation.World.Now);
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

    /// <summary>Waits so long, or until something has changed and may be due earlier.</summary>
    private async Task WaitAsync(Duration wait)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var delay = Task.Delay(Duration.Max(Duration.Zero, Duration.Min(wait, LongestWait)).ToTimeSpan(), time, round.Token);
        await Task.WhenAny(delay, changed.WaitAsync(round.Token));
        await round.CancelAsync();
        stopping.Token.ThrowIfCancellationRequested();
    }
}
