using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Links;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>Reads what a signed link leads to.</summary>
internal sealed class AnswerQuery(IEngagementStore store, LinkReader links, IClock clock)
{
    public LinkReading Read(string token, LinkPurpose purpose) => links.TryRead(token, purpose, clock.GetCurrentInstant());

    public Task<AnswerView?> FindAsync(LinkClaims claims, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<PanelMember>(claims.Member, token) is not { } member
                || await reader.FindAsync<Project>(member.ProjectId, token) is not { } project)
                return null;
            var meeting = claims.Meeting is { } id ? await reader.FindAsync<Meeting>(id, token) : null;
            if (claims.Meeting is not null && meeting?.MemberId != member.Id)
                return null;
            var clinician = await reader.FindAsync<Clinician>(member.Email, token);
            var host = project;
            // One meeting for two projects: what is answered is the one that is held.
            if (meeting?.SharedWith is { } shared && await reader.FindAsync<Meeting>(shared, token) is { } theirs
                && await reader.FindAsync<Project>(theirs.ProjectId, token) is { } other)
                (meeting, host) = (theirs, other);
            return new AnswerView(
                project.Name, project.Lead.Name, host.HostOf(meeting?.Host ?? member.Host).Name, project.Lead.Phone, meeting, clinician?.NoMoreAt is not null,
                member.PausedUntil, member.DeputyAt is not null, project.SampleData, clock.GetCurrentInstant())
            {
                HeldFor = host.Id == project.Id ? null : host.Name,
            };
        },
        cancellationToken);

    /// <summary>What a question about a clinician's own words leads to: whether it was answered and when, never the words.</summary>
    public Task<QuestionView?> FindQuestionAsync(LinkClaims claims, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<PanelMember>(claims.Member, token) is not { } member
                || await reader.FindAsync<Project>(member.ProjectId, token) is not { } project)
                return null;
            if (claims.Purpose == LinkPurpose.ProposeAnswer)
            {
                var owned = await reader.FindAsync<Concern>(new ConcernId(claims.Question!.Value), token);
                return owned?.MemberId != member.Id
                    ? null
                    : new QuestionView(
                        project.Name, project.Lead.Name, project.Lead.Phone, owned is { NeedsAnswer: true, Owner: not null }, owned.Kind == ConcernKind.Suggestion,
                        owned.ProposedAt, owned.ClosedAt is not null, project.SampleData);
            }

            var asked = (await reader.ListAsync<Concern>(c => c.MemberId == member.Id, token))
                .FirstOrDefault(c => claims.Question == (claims.Purpose == LinkPurpose.GiveVerdict ? c.VerdictQuestion : c.UnderstandingQuestion));
            return new QuestionView(
                project.Name, project.Lead.Name, project.Lead.Phone, asked is not null, asked?.Kind == ConcernKind.Suggestion,
                claims.Purpose == LinkPurpose.GiveVerdict ? asked?.VerdictAt ?? asked?.ClosedAt : asked?.CorrectedAt ?? asked?.UnderstoodAt,
                asked?.ClosedAt is not null, project.SampleData);
        },
        cancellationToken);
}
