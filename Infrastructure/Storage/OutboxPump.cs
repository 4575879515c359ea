using ClinicalEngagement.Durable.Abstractions;
using ClinicalEngagement.Orchestrations;
using ClinicalEngagement.Orchestrations.Store;
using Microsoft.EntityFrameworkCore;

namespace ClinicalEngagement.Infrastructure.Storage;

/// <summary>
/// Sends what stands in the outbox. A row goes only after its nudge was accepted, so that a crash between sends it once more and never
/// loses it; a nudge that comes twice meets a state that is read anyway.
/// </summary>
public sealed class OutboxPump(EngagementDatabase database)
{
    private const int BatchSize = 500;

    /// <summary>
    /// Sends every nudge there is, oldest first, until none is left. Several for one instance are sent as one: each was committed before
    /// this looked, and a nudge carries no data.
    /// </summary>
    /// <returns>How many were sent.</returns>
    public async Task<int> SweepAsync(IOrchestrationClient client, CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await ReadAsync(cancellationToken) is { Count: > 0 } batch)
        {
            var accepted = new List<long>();
            try
            {
                foreach (var nudges in batch.GroupBy(nudge => nudge.InstanceId, StringComparer.Ordinal))
                {
                    await client.RaiseEventAsync<string?>(nudges.Key, Instances.Nudge, null, cancellationToken);
                    accepted.AddRange(nudges.Select(nudge => nudge.Sequence));
                    sent++;
                }
            }
            finally
            {
                // Also when the engine failed midway: what it accepted before need not be sent again.
                await DeleteAsync(accepted);
            }
        }

        return sent;
    }

    private async Task<List<OutboxNudge>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<OutboxNudge>().OrderBy(nudge => nudge.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
    }

    private async Task DeleteAsync(List<long> sequences)
    {
        if (sequences.Count == 0)
            return;
        using var turn = await database.EnterWriteAsync(CancellationToken.None);
        await using var context = database.CreateContext();
        await context.Set<OutboxNudge>().Where(nudge => sequences.Contains(nudge.Sequence)).ExecuteDeleteAsync(CancellationToken.None);
    }
}
