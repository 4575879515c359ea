using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Facts;

/// <summary>Who leads, stands in and answers for a project, when that changes.</summary>
public sealed class HandOverFacts(IEngagementStore store, IClock clock)
{
    /// <summary>Sets lead, co-lead and sponsor. Messages go out in the new lead's name from then on.</summary>
    /// <remarks>A meeting stands in the calendar of who leads: with one ahead the project cannot change hands, only its co-lead and sponsor can.</remarks>
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
            var changes = lead.Email != project.Lead.Email;
            if (changes)
            {
                var ahead = (await writer.ListAsync<Meeting>(m => m.ProjectId == id, token)).Count(m => m.IsOpen && m.EventId is not null);
                if (ahead > 0)
                    return new FactResult.Refused(
                        $"{ahead} {(ahead == 1 ? "meeting stands" : "meetings stand")} in the calendar of {project.Lead.Name}. Record {(ahead == 1 ? "its outcome" : "their outcomes")} or cancel {(ahead == 1 ? "it" : "them")} in Outlook, then hand the project over; name {lead.Name} as co-lead until then.");
            }

            writer.Update(project with { Lead = lead, CoLead = coLead, Sponsor = sponsor });
            writer.Audit(new AuditEvent
            {
                ProjectId = id,
                At = clock.GetCurrentInstant(),
                Actor = AuditActor.Lead,
                What = changes ? "project.handed-over" : "project.people",
                Words = changes ? "The project was handed over to a new lead." : "The people who lead the project were changed.",
            });
            foreach (var member in panel)
                writer.Nudge(Instances.Of(member.Id));
            writer.Nudge(Instances.Of(id));
            return FactResult.Recorded.Ok;
        },
        cancellationToken);
}
