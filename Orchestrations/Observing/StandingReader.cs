using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Observing;

/// <summary>Counts what somebody should look at, for the measures that a deployment's alerts watch.</summary>
public sealed class StandingReader(IEngagementStore store, IClock clock, EngagementOptions options, EngagementMetrics metrics)
{
    /// <summary>What was to be done and was not for this long is stuck: every outage that mends itself is over by then.</summary>
    public static readonly Duration Stuck = Duration.FromDays(1);

    /// <summary>A task this long past its day is nobody's short absence any more.</summary>
    public static readonly Duration Overdue = Duration.FromDays(7);

    /// <summary>Reads how things stand and says so to the measures.</summary>
    public async Task<Standing> ReadAsync(CancellationToken cancellationToken)
    {
        var standing = await store.ReadAsync(CountAsync, cancellationToken);
        metrics.Stands(standing);
        return standing;
    }

    private async Task<Standing> CountAsync(IStoreReader reader, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var running = (await reader.SelectAsync<Project, ProjectId>(p => p.State == ProjectState.Running, p => p.Id, cancellationToken)).ToHashSet();
        var old = now - Stuck;
        var unfinished = (await reader.ListAsync<Effect>(e => e.State == EffectState.Intended && e.IntendedAt < old, cancellationToken))
            .Where(e => running.Contains(e.ProjectId));
        // What waits for its hour, for the cap or for a word of the lead is not stuck.
        var (stuck, _) = await Departures.DueAsync(reader, unfinished, now, options, cancellationToken);
        var late = now - Overdue;
        return new Standing(
            running.Count,
            stuck.Count,
            (await reader.SelectAsync<PersonTask, TaskId>(t => t.Kind == TaskKind.UncertainSend && t.DoneAt == null, t => t.Id, cancellationToken)).Count,
            (await reader.SelectAsync<StoredRequest, RequestId>(r => r.State == RequestState.DeadLetter, r => r.Id, cancellationToken)).Count,
            (await reader.SelectAsync<PersonTask, TaskId>(t => t.DoneAt == null && t.DueAt < late, t => t.Id, cancellationToken)).Count);
    }
}
