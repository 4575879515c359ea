using System.Diagnostics;
using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Queues;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.LocalHost.Clock;
using ClinicalEngagement.LocalHost.Hosting;
using ClinicalEngagement.Orchestrations.Retention;
using ClinicalEngagement.Orchestrations.Sync;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Simulation;

/// <summary>
/// Moves a simulation on. Time advances only when queues, outbox, engine and trust are quiet with nothing in flight, and then to the
/// earliest due time of all; at each moment one thing runs after another, so that the same seed gives the same course.
/// </summary>
internal sealed partial class SimulationStepper : IDisposable
{
    private static readonly Duration SweepEvery = Duration.FromHours(6);
    private readonly VirtualClock clock;
    private readonly MicrosoftTime time;
    private readonly EngineHolder engine;
    private readonly QueuePump queues;
    private readonly OutboxPump outbox;
    private readonly SimulatorControl simulator;
    private readonly IServiceScopeFactory scopes;
    private readonly ILogger<SimulationStepper> logger;
    private readonly SemaphoreSlim turn = new(1);
    private Instant nextSweep;
    private Instant nextAccounts;
    private Instant? nextReaction;
    private bool hasProjects;

    // Said by whoever puts something there, so that an idle queue costs no query; both begin as if something had been left from before.
    private volatile bool outboxRaised = true;
    private volatile bool queueSent = true;

    // A queue elsewhere says nothing: it is asked, in real time, because whoever puts something there lives in it.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private readonly bool queuesElsewhere;
    private long askedAt;

    public SimulationStepper(
        VirtualClock clock, MicrosoftTime time, EngineHolder engine, QueuePump queues, OutboxPump outbox, OutboxSignal signal, SimulatorControl simulator,
        [FromKeyedServices(QueueNames.EngagementRequests)] IMessageQueue requests,
        [FromKeyedServices(QueueNames.GraphNotifications)] IMessageQueue notifications, IServiceScopeFactory scopes,
        ILogger<SimulationStepper> logger)
    {
        this.clock = clock;
        this.time = time;
        this.engine = engine;
        this.queues = queues;
        this.outbox = outbox;
        this.simulator = simulator;
        this.scopes = scopes;
        this.logger = logger;
        nextSweep = clock.Now;
        nextAccounts = clock.Now;
        signal.Raised += () => outboxRaised = true;
        foreach (var queue in new[] { requests, notifications })
            if (queue is EmbeddedMessageQueue embedded)
                embedded.Sent += () => queueSent = true;
            else
                queuesElsewhere = true;
    }

    /// <summary>When something is due next, as of the last time everything was settled; null when nothing ever is.</summary>
    public async Task<Instant?> NextDueAsync(CancellationToken cancellationToken)
    {
        var timer = await engine.Engine.NextDueAsync(cancellationToken) is { } due ? Instant.FromDateTimeOffset(due) : (Instant?)null;
        return new[] { timer, nextReaction, queues.NextVisible, await HasProjectsAsync(cancellationToken) ? nextSweep : null }.Min();
    }

    /// <summary>Lets everything happen that is due now, until nothing is left to do at this moment.</summary>
    /// <returns>True when anything happened.</returns>
    public async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var any = false;
            while (await RunOnceAsync(cancellationToken))
                any = true;
            return any;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lets everything happen up to a moment, each thing at its time, and then stands there.</summary>
    /// <returns>True when anything happened.</returns>
    public async Task<bool> RunToAsync(Instant moment, CancellationToken cancellationToken)
    {
        var any = await SettleAsync(cancellationToken);
        while (await NextDueAsync(cancellationToken) is { } due && due <= moment)
        {
            clock.MoveTo(due);
            any |= await SettleAsync(cancellationToken);
        }

        clock.MoveTo(moment);
        return any;
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var any = false;
        await time.AskWhereInDoubtAsync(cancellationToken);
        if (queueSent || queues.NextVisible <= clock.Now || (queuesElsewhere && Stopwatch.GetElapsedTime(askedAt) >= AskEvery))
        {
            queueSent = false;
            askedAt = Stopwatch.GetTimestamp();
            any |= await OrAgainAsync(() => queues.DrainAsync(cancellationToken), () => queueSent = true);
        }

        if (nextSweep <= clock.Now)
        {
            nextSweep = clock.Now + SweepEvery;
            any |= await SweepAsync(cancellationToken);
        }

        if (outboxRaised)
        {
            outboxRaised = false;
            any |= await OrAgainAsync(async () => await outbox.SweepAsync(engine.Engine.Client, cancellationToken) > 0, () => outboxRaised = true);
        }

        any |= await engine.Engine.RunUntilIdleAsync(cancellationToken);
        (var reacted, nextReaction) = await simulator.RunDueAsync(cancellationToken);
        return any || reacted || outboxRaised || queueSent;
    }

    // What could not be taken is still there: it is looked at again at the next step, not only when more is put there.
    private static async Task<bool> OrAgainAsync(Func<Task<bool>> take, Action lookAgain)
    {
        try
        {
            return await take();
        }
        catch
        {
            lookAgain();
            throw;
        }
    }

    private async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        // A request whose process died between storing and queueing it.
        var news = await TryAsync(() => services.GetRequiredService<IntakeService>().RequeueStrandedAsync(Duration.FromMinutes(1), cancellationToken));
        if (nextAccounts <= clock.Now)
        {
            nextAccounts = clock.Now + Duration.FromDays(1);
            news += await TryAsync(() => services.GetRequiredService<AccountReader>().ReadAllAsync(cancellationToken));
            news += await TryAsync(() => services.GetRequiredService<SharedWeeks>().ReadAllAsync(cancellationToken));
        }

        news += await TryAsync(() => services.GetRequiredService<LeadAbsence>().ReadAllAsync(cancellationToken));
        news += await TryAsync(() => services.GetRequiredService<RetentionSweep>().RunAsync(cancellationToken));
        news += await TryAsync(() => services.GetRequiredService<WatchKeeper>().KeepAllAsync(cancellationToken));
        return await TryAsync(() => services.GetRequiredService<MailboxReader>().ReadAllAsync(cancellationToken)) + news > 0;
    }

    private async Task<int> TryAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // As on the live host: what failed is still where it was, and the next sweep looks at it again.
            SweepFailed(logger, e);
            return 0;
        }
    }

    private async Task<bool> HasProjectsAsync(CancellationToken cancellationToken)
    {
        if (hasProjects)
            return true;
        await using var scope = scopes.CreateAsyncScope();
        return hasProjects = (await scope.ServiceProvider.GetRequiredService<MailboxReader>().OrganisersAsync(cancellationToken)).Count > 0;
    }

    [LoggerMessage(LogLevel.Warning, "A part of a sweep failed; the next one tries again.")]
    private static partial void SweepFailed(ILogger logger, Exception exception);
}
