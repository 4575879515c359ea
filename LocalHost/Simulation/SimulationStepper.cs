using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Orchestrations.Sync;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>
/// Moves a simulation on. Time advances only when queues, outbox, engine and trust are quiet with nothing in flight, and then to the
/// earliest due time of all; at each moment one thing runs after another, so that the same seed gives the same course.
/// </summary>
internal sealed class SimulationStepper(
    VirtualClock clock, EngineHolder engine, QueuePump queues, OutboxPump outbox, SimulatorControl simulator, IEngagementStore store,
    IServiceScopeFactory scopes) : IDisposable
{
    private static readonly Duration SweepEvery = Duration.FromHours(6);
    private readonly SemaphoreSlim turn = new(1);
    private Instant nextSweep = clock.Now;

    /// <summary>When something is due next, or null when nothing ever is.</summary>
    public async Task<Instant?> NextDueAsync(CancellationToken cancellationToken)
    {
        var dues = new List<Instant>();
        if (await engine.Engine.NextDueAsync(cancellationToken) is { } timer)
            dues.Add(Instant.FromDateTimeOffset(timer));
        if (await simulator.NextDueAsync(cancellationToken) is { } reaction)
            dues.Add(reaction);
        var queued = await store.ReadAsync((reader, token) => reader.ListAsync<QueueMessage>(m => m.VisibleAt > clock.Now, token), cancellationToken);
        dues.AddRange(queued.Select(m => m.VisibleAt));
        if (await HasProjectsAsync(cancellationToken))
            dues.Add(nextSweep);
        return dues.Count == 0 ? null : dues.Min();
    }

    /// <summary>Lets everything happen that is due now, until nothing is left to do at this moment.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (await RunOnceAsync(cancellationToken))
            {
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lets everything happen up to a moment, each thing at its time, and then stands there.</summary>
    public async Task RunToAsync(Instant moment, CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        while (await NextDueAsync(cancellationToken) is { } due && due <= moment)
        {
            clock.MoveTo(due);
            await SettleAsync(cancellationToken);
        }

        clock.MoveTo(moment);
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var any = await queues.DrainAsync(cancellationToken);
        if (nextSweep <= clock.Now)
        {
            nextSweep = clock.Now + SweepEvery;
            any |= await SweepAsync(cancellationToken);
        }

        any |= await outbox.SweepAsync(engine.Engine.Client, cancellationToken) > 0;
        any |= await engine.Engine.RunUntilIdleAsync(cancellationToken);
        any |= await simulator.RunDueAsync(cancellationToken);
        return any;
    }

    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<WatchKeeper>().KeepAllAsync(cancellationToken);
        return await scope.ServiceProvider.GetRequiredService<MailboxReader>().ReadAllAsync(cancellationToken) + kept > 0;
    }

    private async Task<bool> HasProjectsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<MailboxReader>().OrganisersAsync(cancellationToken)).Count > 0;
    }
}
