using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Withdrawing signed links.</summary>
public sealed class LinkFacts(IEngagementStore store, IClock clock)
{
    /// <summary>Withdraws every link that was sent to somebody on a panel so far; links of later messages hold.</summary>
    public Task<FactResult> WithdrawAsync(PanelMemberId id, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<PanelMember>(id, token) is not { } member)
                return new FactResult.Refused("This person is not on the panel any more. Go back to the project and look again.");
            var now = clock.GetCurrentInstant();
            writer.Update(member with { LinksWithdrawnAt = now });
            writer.Audit(new AuditEvent
            {
                ProjectId = member.ProjectId,
                MemberId = id,
                At = now,
                Actor = AuditActor.Lead,
                What = "links.withdrawn",
                Words = "You withdrew the links that were sent to {clinician} so far.",
            });
            return FactResult.Recorded.Ok;
        },
        cancellationToken);
}
