using ClinicalEngagement.Infrastructure.Graph;
using ClinicalEngagement.Infrastructure.Intake;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Retention;
using ClinicalEngagement.Orchestrations.Sync;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>Runs the workflow against a real tenant, on the real clock: queues, outbox, mailboxes and subscriptions, each at its rhythm.</summary>
internal sealed partial class LiveRunner(
    EngineHolder engine, QueuePump queues, OutboxPump outbox, OutboxSignal signal, IServiceScopeFactory scopes, GraphSubscriptions subscriptions, MicrosoftTime time, Connection connection,
    ILogger<LiveRunner> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What has come due by a clock that was set wrong is not due.
        if (connection.ReadsCalendars)
            await time.AskAsync(stoppingToken);
        await engine.Engine.StartAsync(stoppingToken);
        // Where notifications arrive the sweep only makes sure; where none do it is how answers are seen.
        var sweepEvery = subscriptions.Enabled ? TimeSpan.FromHours(6) : TimeSpan.FromMinutes(15);
        await Task.WhenAll(
            EveryAsync(TimeSpan.FromSeconds(2), token => queues.DrainAsync(token), stoppingToken),
            EveryAsync(TimeSpan.FromMinutes(1), token => outbox.SweepAsync(engine.Engine.Client, token), stoppingToken),
            EveryAsync(
                TimeSpan.FromMinutes(1),
                token => InScopeAsync<IntakeService>((intake, t) => intake.RequeueStrandedAsync(NodaTime.Duration.FromMinutes(1), t), token),
                stoppingToken),
            WhenSignalledAsync(stoppingToken),
            EveryAsync(TimeSpan.FromMinutes(1), token => connection.ReadsCalendars ? time.AskWhereInDoubtAsync(token) : Task.CompletedTask, stoppingToken),
            EveryAsync(sweepEvery, token => InScopeAsync<MailboxReader>((mailboxes, t) => mailboxes.ReadAllAsync(t), token), stoppingToken),
            EveryAsync(TimeSpan.FromHours(6), token => InScopeAsync<LeadAbsence>((absence, t) => absence.ReadAllAsync(t), token), stoppingToken),
            EveryAsync(TimeSpan.FromDays(1), token => InScopeAsync<AccountReader>((accounts, t) => accounts.ReadAllAsync(t), token), stoppingToken),
            EveryAsync(TimeSpan.FromDays(1), token => InScopeAsync<SharedWeeks>((weeks, t) => weeks.ReadAllAsync(t), token), stoppingToken),
            EveryAsync(TimeSpan.FromHours(1), token => InScopeAsync<RetentionSweep>((retention, t) => retention.RunAsync(t), token), stoppingToken),
            EveryAsync(TimeSpan.FromHours(1), token => InScopeAsync<WatchKeeper>((watches, t) => watches.KeepAllAsync(t), token), stoppingToken),
            engine.Engine.Completion);
    }

    private async Task WhenSignalledAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await signal.WaitAsync(stoppingToken);
            await TryAsync(token => outbox.SweepAsync(engine.Engine.Client, token), stoppingToken);
        }
    }

    private async Task EveryAsync(TimeSpan every, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every);
        do
            await TryAsync(work, stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task InScopeAsync<T>(Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
        where T : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<T>(), cancellationToken);
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The host's outermost loop: everything that failed is still where it was, and the next round looks at it again.
            RoundFailed(logger, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "A round of the host failed; the next one tries again.")]
    private static partial void RoundFailed(ILogger logger, Exception exception);
}
