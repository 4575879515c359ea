using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Portal.OwnRecord;

/// <summary>Everything that is kept of one clinician.</summary>
/// <param name="Clinician">Across projects.</param>
/// <param name="Projects">Each project on whose panel they are or were, the newest first.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record OwnRecordView(Clinician Clinician, IReadOnlyList<OwnProject> Projects, Instant Now);

/// <summary>What one project keeps of them.</summary>
/// <param name="Project">The project.</param>
/// <param name="Member">Their place on its panel.</param>
/// <param name="Meetings">In order.</param>
/// <param name="Concerns">What they raised, in order.</param>
/// <param name="Mails">What was sent to them, in order.</param>
public sealed record OwnProject(Project Project, PanelMember Member, IReadOnlyList<Meeting> Meetings, IReadOnlyList<Concern> Concerns, IReadOnlyList<Effect> Mails);

/// <summary>Reads what is kept of who is signed in.</summary>
internal sealed class OwnRecordQuery(IEngagementStore store, IClock clock)
{
    /// <summary>What is kept, or null when nothing is.</summary>
    public Task<OwnRecordView?> FindAsync(EmailAddress own, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Clinician>(own, token) is not { } clinician)
                return null;
            var projects = new List<OwnProject>();
            foreach (var member in await reader.ListAsync<PanelMember>(m => m.Email == own, token))
            {
                var id = member.Id;
                if (await reader.FindAsync<Project>(member.ProjectId, token) is not { } project)
                    continue;
                projects.Add(new OwnProject(
                    project,
                    member,
                    [.. (await reader.ListAsync<Meeting>(m => m.MemberId == id, token)).OrderBy(m => m.Number)],
                    [.. (await reader.ListAsync<Concern>(c => c.MemberId == id, token)).OrderBy(c => c.RaisedAt)],
                    [.. (await reader.ListAsync<Effect>(e => e.MemberId == id && e.DoneAt != null, token)).Where(e => e is { IsMail: true, IsToColleague: false }).OrderBy(e => e.DoneAt)]));
            }

            return new OwnRecordView(clinician, [.. projects.OrderByDescending(p => p.Project.CreatedAt)], clock.GetCurrentInstant());
        },
        cancellationToken);
}
