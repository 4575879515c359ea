namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>Removes workflows that ended long ago, with their histories, so that the engine's file does not grow for ever.</summary>
internal sealed partial class EndedWorkflows(EngineHolder engine, TimeProvider time, ILogger<EndedWorkflows> logger) : BackgroundService
{
    /// <summary>How long an ended workflow can still be looked at. What it did stays in the store; only the engine's own record goes.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>Removes those that are due now.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        var purged = await engine.Engine.PurgeAsync(time.GetUtcNow() - KeptFor, cancellationToken);
        if (purged > 0)
            Purged(logger, purged);
        return purged;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On the host's own time: a simulated month that passes in a minute needs no thirty rounds.
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        do
            await PurgeAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Information, "{Count} workflows that ended long ago were removed with their histories.")]
    private static partial void Purged(ILogger logger, int count);
}
