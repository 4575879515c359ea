using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Involvement;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.Load;

/// <summary>What engagement asks of each specialty, for the medical director.</summary>
internal static class LoadEndpoints
{
    private static readonly Duration Window = Duration.FromDays(84);

    public static void MapLoad(this IEndpointRouteBuilder pages) => pages.MapGet("/load", GetAsync).Needs(Permission.SeeLoad);

    private static async Task<IResult> GetAsync(IEngagementStore store, IClock clock, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var (rows, total) = EngagementLoad.Show(await store.ReadAsync((reader, token) => ReadAsync(reader, now, token), cancellationToken));
        return PageResult.Of<LoadPage>(new { Rows = rows, Total = total });
    }

    /// <summary>Whose specialty is which; in words also where it is not known.</summary>
    internal static async Task<Func<EmailAddress, string>> SpecialtiesAsync(IStoreReader reader, CancellationToken cancellationToken)
    {
        var known = (await reader.ListAsync<Clinician>(c => c.Version >= 0, cancellationToken)).ToDictionary(c => c.Email, c => c.Specialty.Trim());
        return who => known.GetValueOrDefault(who) is { Length: > 0 } named ? named : "Specialty not known";
    }

    private static async Task<IReadOnlyList<SpecialtyLoad>> ReadAsync(IStoreReader reader, Instant now, CancellationToken cancellationToken)
    {
        var since = now - Window;
        var specialties = await SpecialtiesAsync(reader, cancellationToken);
        var places = new List<(string Specialty, EmailAddress Who, int Messages, int Meetings, bool Reached)>();
        foreach (var project in await reader.ListAsync<Project>(p => p.State != ProjectState.Closed, cancellationToken))
        {
            var id = project.Id;
            var meetings = await reader.ListAsync<Meeting>(m => m.ProjectId == id, cancellationToken);
            var concerns = await reader.ListAsync<Concern>(c => c.ProjectId == id, cancellationToken);
            var effects = await reader.ListAsync<Effect>(e => e.ProjectId == id && e.Clinician != null, cancellationToken);
            foreach (var member in await reader.ListAsync<PanelMember>(m => m.ProjectId == id && m.LeftAt == null, cancellationToken))
                places.Add((
                    specialties(member.Email),
                    member.Email,
                    effects.Count(e => e is { IsMail: true, IsToColleague: false, State: EffectState.Done } && e.MemberId == member.Id && e.DoneAt >= since),
                    meetings.Count(m => m.MemberId == member.Id && ((m.State == MeetingState.Held && m.Start >= since) || (m.State == MeetingState.Agreed && m.Start > now))),
                    InvolvementByStage.Since(project.StageSince, member, meetings, concerns, effects) != Contact.Nothing));
        }

        return [.. places.GroupBy(p => p.Specialty, StringComparer.OrdinalIgnoreCase).OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase).Select(g => new SpecialtyLoad(
            g.Key, g.Select(p => p.Who).Distinct().Count(), g.Sum(p => p.Messages), g.Sum(p => p.Meetings), g.Count(), g.Count(p => p.Reached)))];
    }
}
