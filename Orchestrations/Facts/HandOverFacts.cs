using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Clinicians;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Tasks;
using ClinicalEngagement.Orchestrations.Effects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Who leads, stands in and answers for a project, when that changes.</summary>
public sealed class HandOverFacts(IEngagementStore store, IClock clock)
{
    /// <summary>Sets lead, co-lead and sponsor. Messages go out in the new lead's name from then on.</summary>
    /// <remarks>
    /// A meeting stands in the calendar of who leads. One that is ahead is taken out of the old lead's, with words that explain, and put
    /// into the new lead's at the same time; tasks, links and everything else are the project's and come along by themselves.
    /// The clinician gets two calendar messages for it, the cancellation with the words and the new lead's invitation: Microsoft 365 changes
    /// no organiser, and neither cancelling nor deleting nor taking the attendees out goes without a message of its own.
    /// </remarks>
    public Task<FactResult> SetPeopleAsync(ProjectId id, Person lead, Person? coLead, Person? sponsor, CancellationToken cancellationToken) => store.WriteAsync<FactResult>(
        async (writer, token) =>
        {
            if (await writer.FindAsync<Project>(id, token) is not { } project)
                return new FactResult.Refused("This project is not here any more.");
            if (project.State == ProjectState.Closed)
                return new FactResult.Refused("This project is closed.");
            if (coLead?.Email == lead.Email)
                return new FactResult.Refused("The co-lead must be someone other than the lead. Name another person or leave it out.");
            var panel = await writer.ListAsync<PanelMember>(m => m.ProjectId == id && m.LeftAt == null, token);
            if (panel.FirstOrDefault(m => m.Email == lead.Email || m.Email == coLead?.Email) is { } both)
                return new FactResult.Refused($"{both.Name} is on the panel and cannot also lead. Remove them from the panel first.");
            var now = clock.GetCurrentInstant();
            var changes = lead.Email != project.Lead.Email;
            if (changes)
                foreach (var member in panel)
                    await RebookAsync(writer, project, lead, member, now, token);

            writer.Update(project with { Lead = lead, CoLead = coLead, Sponsor = sponsor, SendingStoppedAt = changes ? null : project.SendingStoppedAt, LeadAwaySince = changes ? null : project.LeadAwaySince });
            if (changes)
                await FactParts.SettleAsync(writer, id, t => t.Kind == TaskKind.LeadAccountGone, now, token);
            writer.Audit(new AuditEvent
            {
                ProjectId = id,
                At = now,
                Actor = AuditActor.Lead,
                What = changes ? "project.handed-over" : "project.people",
                Words = changes ? "The project was handed over to a new lead." : "The people who lead the project were changed.",
            });
            await NudgeAllAsync(writer, id, token);
            return FactResult.Recorded.Ok;
        },
        cancellationToken);

    /// <summary>Has every instance of a project look again.</summary>
    internal static async Task NudgeAllAsync(IStoreWriter writer, ProjectId id, CancellationToken cancellationToken)
    {
        foreach (var member in await writer.ListAsync<PanelMember>(m => m.ProjectId == id, cancellationToken))
            writer.Nudge(Instances.Of(member.Id));
        writer.Nudge(Instances.Of(id));
        writer.Nudge(Instances.UpdatesOf(id));
    }

    private static async Task RebookAsync(IStoreWriter writer, Project project, Person lead, PanelMember member, Instant now, CancellationToken cancellationToken)
    {
        foreach (var meeting in await writer.ListAsync<Meeting>(m => m.MemberId == member.Id, cancellationToken))
        {
            // Who joined another project's meeting is followed there by who leads from now on.
            if (meeting is { IsOpen: true, SharedWith: { } shared } && await writer.FindAsync<Meeting>(shared, cancellationToken) is { IsOpen: true, Guest: not null } theirs)
            {
                writer.Update(theirs with { Guest = lead });
                writer.Nudge(Instances.Of(theirs.MemberId));
            }

            if (!meeting.IsOpen || meeting.EventId is not { } eventId || meeting.Start <= now)
                continue;
            // The cause of a booking is the moment of its offer: from now on it is the new lead's.
            var again = meeting with { EventId = null, ChangeKey = null, BookedStart = null, OfferedAt = Instant.Max(now, meeting.OfferedAt + Duration.FromSeconds(1)) };
            writer.Update(again);
            // The mail with the link is the old one.
            if (member.LinksWithdrawnAt >= meeting.OfferedAt)
                writer.Update(member with { LinksWithdrawnAt = again.OfferedAt });
            writer.Add(Intend.For(member, EffectKind.CancelMeeting, $"{meeting.Id}/handed-over/{now}", now, meeting) with
            {
                GraphId = eventId,
                Organiser = project.Lead.Email,
                Words = CancellationWords.HandedOver(lead.Name),
            });
            writer.Add(Intend.For(member, EffectKind.BookMeeting, ClinicianProtocol.OfferCause(again), now + Duration.FromMilliseconds(1), again) with { Organiser = project.Lead.Email });
        }
    }
}
