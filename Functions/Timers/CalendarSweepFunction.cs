using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Orchestrations.Sync;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClinicalEngagement.Functions.Timers;

/// <summary>Reads every organiser's mailbox: the truth behind the notifications, which may be late or lost. Sees too who of them is away.</summary>
public sealed class CalendarSweepFunction(MailboxReader mailboxes, LeadAbsence absence, DurableTaskOrchestrationClient orchestrations)
{
    /// <summary>Runs every 6 hours where notifications arrive, every 15 minutes where none do.</summary>
    /// <exception cref="AggregateException">Some could not be read; the others were.</exception>
    [Function("CalendarSweep")]
    public async Task RunAsync(
        [TimerTrigger("%Schedules:CalendarSweep%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        orchestrations.Use(client);
        // Neither delays the other.
        await EachOfThem.SumAsync<Func<CancellationToken, Task<int>>>([mailboxes.ReadAllAsync, absence.ReadAllAsync], read => read(cancellationToken), cancellationToken);
    }
}
