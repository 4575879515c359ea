using System.Diagnostics;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.Portal.Simulation;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>Runs an interactive simulation at the speed that its user chose.</summary>
internal sealed partial class SimulationRunner(
    VirtualClock clock, SimulationStepper stepper, OutboxSignal outbox, SimulatorAddress simulator, HostSettings settings,
    [FromKeyedServices(QueueNames.EngagementRequests)] IMessageQueue requests, ILogger<SimulationRunner> logger)
    : BackgroundService, ISimulationClock
{
    // The clock moves in small steps, so that a page that is open sees it move.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim wake = new(0);
    private volatile SimulationSpeed speed = settings.Speed;

    /// <inheritdoc/>
    public Instant Now => clock.Now;

    /// <inheritdoc/>
    public SimulationSpeed Speed => speed;

    /// <inheritdoc/>
    public Uri? Simulator => simulator.Address;

    /// <inheritdoc/>
    public Task SetSpeedAsync(SimulationSpeed value, CancellationToken cancellationToken)
    {
        speed = value;
        wake.Release();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task JumpToNextAsync(CancellationToken cancellationToken)
    {
        await stepper.SettleAsync(cancellationToken);
        if (await stepper.NextDueAsync(cancellationToken) is { } due)
            await stepper.RunToAsync(due, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        outbox.Raised += Wake;
        if (requests is EmbeddedMessageQueue embedded)
            embedded.Sent += Wake;
        var last = Stopwatch.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(Tick, stoppingToken);
                var elapsed = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(last));
                last = Stopwatch.GetTimestamp();
                await stepper.RunToAsync(clock.Now + Scaled(elapsed), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The host's outermost loop: what failed is still in the store, and the next tick looks at it again.
                StepFailed(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
    }

    private void Wake() => wake.Release();

    private Duration Scaled(Duration elapsed) => speed switch
    {
        SimulationSpeed.Paused => Duration.Zero,
        SimulationSpeed.HourPerSecond => elapsed * 3600,
        SimulationSpeed.DayPerSecond => elapsed * 86400,
        _ => elapsed,
    };

    [LoggerMessage(LogLevel.Error, "A step of the simulation failed and is tried again.")]
    private static partial void StepFailed(ILogger logger, Exception exception);
}

/// <summary>Where the simulated Microsoft 365 is.</summary>
/// <param name="Address">The root of its plain view.</param>
internal sealed record SimulatorAddress(Uri Address);
