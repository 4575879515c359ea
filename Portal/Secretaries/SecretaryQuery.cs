using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Portal.Secretaries;

/// <summary>Reads the diaries that a secretary keeps: of one panel by a signed link, of all by sign-in.</summary>
internal sealed class SecretaryQuery(IEngagementStore store, LinkReader links, IClock clock)
{
    public LinkReading Read(string token) => links.TryRead(token, LinkPurpose.KeepDiary, clock.GetCurrentInstant());

    /// <summary>By a link: those of its panel whose diary is kept by the secretary it was made for.</summary>
    public Task<SecretaryView?> FindAsync(LinkClaims claims, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<PanelMember>(claims.Member, token) is not { } member
                || await reader.FindAsync<Clinician>(member.Email, token) is not { Secretary: { } secretary }
                || claims.Subject != Infrastructure.Links.Secretaries.KeyOf(secretary.Email))
                return null;
            return await ReadAsync(reader, secretary, member.ProjectId, token);
        },
        cancellationToken);

    /// <summary>By sign-in: everyone whose diary they keep, in every project.</summary>
    public Task<SecretaryView?> FindAsync(EmailAddress secretary, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            var kept = (await reader.ListAsync<Clinician>(c => c.Secretary != null, token)).FirstOrDefault(c => c.Secretary?.Email == secretary);
            return kept is null ? null : await ReadAsync(reader, kept.Secretary!, null, token);
        },
        cancellationToken);

    private async Task<SecretaryView?> ReadAsync(IStoreReader reader, Person secretary, ProjectId? project, CancellationToken cancellationToken)
    {
        var diaries = new List<Diary>();
        foreach (var clinician in (await reader.ListAsync<Clinician>(c => c.Secretary != null, cancellationToken)).Where(c => c.Secretary?.Email == secretary.Email))
        {
            var email = clinician.Email;
            var members = (await reader.ListAsync<PanelMember>(m => m.Email == email && m.LeftAt == null, cancellationToken)).Where(m => project is null || m.ProjectId == project).ToArray();
            if (project is not null && members.Length == 0)
                continue;
            var invitations = new List<Invitation>();
            foreach (var member in members)
            {
                var memberId = member.Id;
                var about = await reader.FindAsync<Project>(member.ProjectId, cancellationToken);
                foreach (var meeting in await reader.ListAsync<Meeting>(m => m.MemberId == memberId, cancellationToken))
                    if (about is not null && clinician.NoMoreAt is null && meeting.State is MeetingState.Proposed or MeetingState.Agreed && meeting.End > clock.GetCurrentInstant())
                        invitations.Add(new Invitation(about!.Name, about.Lead.Name, meeting));
            }

            diaries.Add(new Diary(clinician, [.. invitations.OrderBy(i => i.Meeting.Start)]));
        }

        return new SecretaryView(secretary, [.. diaries.OrderBy(d => d.Clinician.Name, StringComparer.Ordinal)], clock.GetCurrentInstant());
    }
}
