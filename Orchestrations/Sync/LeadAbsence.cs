using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Sync;

/// <summary>
/// Notices by a lead's automatic replies that they are away, and that they are back: their tasks wait for the co-lead meanwhile. Run with
/// the sweep of the mailboxes; running it twice changes nothing. A mailbox that may not be asked changes nothing either.
/// </summary>
public sealed class LeadAbsence(IEngagementStore store, IMailer mailer, IClock clock)
{
    /// <summary>Looks at the lead of every project that has a co-lead to step in, and something to step in for.</summary>
    /// <returns>How many projects changed hands for a while, or back.</returns>
    /// <exception cref="AggregateException">Some mailboxes could not be asked; the others were.</exception>
    public async Task<int> ReadAllAsync(CancellationToken cancellationToken)
    {
        var leads = await store.ReadAsync(
            async (reader, token) =>
            {
                // While nothing waits for a lead, nobody asks where they are.
                var waiting = (await reader.SelectAsync<PersonTask, ProjectId>(t => t.DoneAt == null && t.For == TaskFor.Lead, t => t.ProjectId, token)).ToHashSet();
                return (await reader.ListAsync<Project>(p => p.ClosedAt == null, token))
                    .Where(p => p.CoLead is not null && (p.LeadAwaySince is not null || waiting.Contains(p.Id)))
                    .Select(p => p.Lead.Email).Distinct().Order().ToArray();
            },
            cancellationToken);
        return await EachOfThem.SumAsync(leads, lead => ReadAsync(lead, cancellationToken), cancellationToken);
    }

    private async Task<int> ReadAsync(EmailAddress lead, CancellationToken cancellationToken)
    {
        if (await mailer.IsAwayAsync(lead, cancellationToken) is not PortResult<bool>.Answered { Value: var isAway })
            return 0;
        return await store.WriteAsync(
            async (writer, token) =>
            {
                var news = 0;
                var now = clock.GetCurrentInstant();
                foreach (var project in await writer.ListAsync<Project>(p => p.ClosedAt == null, token))
                {
                    if (project.Lead.Email != lead || project.CoLead is null || project.LeadAwaySince is not null == isAway)
                        continue;
                    writer.Update(project with { LeadAwaySince = isAway ? now : null });
                    writer.Audit(new AuditEvent
                    {
                        ProjectId = project.Id,
                        At = now,
                        Actor = AuditActor.Workflow,
                        What = isAway ? "lead.away" : "lead.back",
                        Words = isAway
                            ? "The lead’s mailbox answers that they are away: open tasks wait for the co-lead until they are back."
                            : "The lead is back: open tasks wait for them again.",
                    });
                    news++;
                }

                return news;
            },
            cancellationToken);
    }
}
