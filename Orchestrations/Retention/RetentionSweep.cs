using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Retention;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Retention;

/// <summary>
/// Takes out what is kept no longer: judgements and notes of projects that were closed long enough ago, and what the workflow and the files
/// still hold of people who were erased. Run by both hosts; running it twice changes nothing.
/// </summary>
public sealed class RetentionSweep(IEngagementStore store, IClock clock, EngagementOptions options, ITraces traces)
{
    /// <summary>Looks at every closed project and every erasure that is not finished.</summary>
    /// <returns>How many projects and erasures something was done for.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var due = await store.ReadAsync(DueAsync, cancellationToken);
        var done = 0;
        foreach (var id in due)
            if (await PurgeAsync(id, cancellationToken))
                done++;
        return done + await FinishErasuresAsync(done > 0, cancellationToken);
    }

    private async Task<IReadOnlyList<ProjectId>> DueAsync(IStoreReader reader, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var holds = await reader.ListAsync<PreservationHold>(h => h.LiftedAt == null, cancellationToken);
        return [.. (await reader.ListAsync<Project>(p => p.ClosedAt != null, cancellationToken))
            .Where(p => KeptRecords.IsDue(p, now, options.RetentionMonths) && !holds.Any(h => h.Covers(p.Id))).Select(p => p.Id)];
    }

    /// <summary>One project in one transaction; the holds are asked again within it.</summary>
    private Task<bool> PurgeAsync(ProjectId id, CancellationToken cancellationToken) => store.WriteAsync(
        async (writer, token) =>
        {
            var now = clock.GetCurrentInstant();
            var holds = await writer.ListAsync<PreservationHold>(h => h.LiftedAt == null, token);
            if (await writer.FindAsync<Project>(id, token) is not { } project || !KeptRecords.IsDue(project, now, options.RetentionMonths) || holds.Any(h => h.Covers(id)))
                return false;
            var members = await writer.ListAsync<PanelMember>(m => m.ProjectId == id, token);
            var held = members.Where(m => holds.Any(h => h.Covers(m.Email))).Select(m => m.Id).ToHashSet();
            var any = false;
            foreach (var member in members.Where(m => !held.Contains(m.Id) && KeptRecords.HasJudgements(m)))
            {
                writer.Update(KeptRecords.WithoutJudgements(member));
                any = true;
            }

            foreach (var concern in await writer.ListAsync<Concern>(c => c.ProjectId == id && c.ProposedAnswer != null, token))
                if (!held.Contains(concern.MemberId))
                {
                    writer.Update(KeptRecords.WithoutNotes(concern));
                    any = true;
                }

            foreach (var meeting in await writer.ListAsync<Meeting>(m => m.ProjectId == id && m.DeclineReason != null, token))
                if (!held.Contains(meeting.MemberId))
                {
                    writer.Update(KeptRecords.WithoutNotes(meeting));
                    any = true;
                }

            // The form that began it says the same of everybody: it waits until nobody on it is held.
            if (held.Count == 0)
                foreach (var request in (await writer.ListAsync<StoredRequest>(r => r.State == RequestState.Begun, token)).Where(r => r.ProjectId == id))
                    if (RequestBodies.WithoutJudgements(request.Body) is var body && body != request.Body)
                    {
                        writer.Update(request with { Body = body });
                        any = true;
                    }

            if (any)
                writer.Audit(new AuditEvent
                {
                    ProjectId = id,
                    At = now,
                    Actor = AuditActor.Workflow,
                    What = "retention.applied",
                    Words = $"What was thought and noted of the clinicians was taken out, {options.RetentionMonths} months after the closing.",
                });
            return any;
        },
        cancellationToken);

    private async Task<int> FinishErasuresAsync(bool isPurged, CancellationToken cancellationToken)
    {
        var open = await store.ReadAsync((reader, token) => reader.ListAsync<Erasure>(e => e.FinishedAt == null, token), cancellationToken);
        var ready = new List<Erasure>();
        foreach (var erasure in open)
        {
            var left = 0;
            foreach (var member in erasure.Members)
                if (!await traces.RemoveHistoryAsync(Instances.Of(member), cancellationToken))
                    left++;
            if (left == 0)
                ready.Add(erasure);
        }

        // Said to be finished only once nothing can be read from a file any more.
        if ((ready.Count == 0 && !isPurged) || !await traces.RewriteFilesAsync(cancellationToken))
            return 0;
        foreach (var erasure in ready)
            await store.WriteAsync(
                async (writer, token) =>
                {
                    if (await writer.FindAsync<Erasure>(erasure.Id, token) is { FinishedAt: null } found)
                        writer.Update(found with { FinishedAt = clock.GetCurrentInstant() });
                    return true;
                },
                cancellationToken);
        return ready.Count;
    }
}
