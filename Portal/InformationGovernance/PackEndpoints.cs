using System.Text.Json;
using System.Text.Json.Nodes;
using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Effects;
using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Domain.Measures;
using ClinicalEngagement.Domain.Meetings;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Infrastructure.Storage.Converters;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Load;
using ClinicalEngagement.Portal.OwnRecord;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace ClinicalEngagement.Portal.InformationGovernance;

/// <summary>What governance releases: all that is kept of one person, and a project by roles. Nobody else is named in either.</summary>
internal static class PackEndpoints
{
    private static readonly JsonSerializerOptions Indented = new(JsonText.Options) { WriteIndented = true };

    public static void MapPacks(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/governance/access-pack", AccessPackAsync).Needs(Permission.Govern);
        pages.MapPost("/governance/role-pack", RolePackAsync).Needs(Permission.Govern);
    }

    /// <summary>For a subject access request: what is kept of one person, for them.</summary>
    private static async Task<IResult> AccessPackAsync(HttpContext http, IEngagementStore store, OwnRecordQuery query, IClock clock, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var person = new EmailAddress(form["packPerson"].ToString());
        if (await query.FindAsync(person, cancellationToken) is not { } view)
            return PageResult.SeeOther("/governance?done=pack-nobody");
        var mask = await MaskAsync(store, view.Clinician, cancellationToken);
        var pack = JsonSerializer.SerializeToNode(
            new
            {
                ReleasedAt = view.Now,
                view.Clinician,
                Projects = view.Projects.Select(p => new { p.Project.Name, Lead = p.Project.Lead.Name, p.Member, p.Meetings, p.Concerns, Mails = p.Mails.Select(m => new { m.Kind, m.DoneAt }) }),
            },
            JsonText.Options);
        await ReleasedAsync(store, clock, null, "pack.person", "A pack of what is kept of a person was released.", cancellationToken);
        return File(mask.Of(pack), "what-is-kept.json");
    }

    /// <summary>For a request under the Freedom of Information Act: a project by roles, with no figure under five.</summary>
    private static async Task<IResult> RolePackAsync(HttpContext http, IEngagementStore store, IClock clock, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (!Guid.TryParse(form["packProject"], out var given))
            return PageResult.SeeOther("/governance?done=pack-none");
        var id = new ProjectId(given);
        var pack = await store.ReadAsync(
            async (reader, token) =>
            {
                if (await reader.FindAsync<Project>(id, token) is not { } project)
                    return null;
                var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == id, token);
                var meetings = await reader.ListAsync<Meeting>(m => m.ProjectId == id, token);
                var concerns = await reader.ListAsync<Concern>(c => c.ProjectId == id, token);
                var effects = await reader.ListAsync<Effect>(e => e.ProjectId == id, token);
                var specialties = await LoadEndpoints.SpecialtiesAsync(reader, token);
                var (rows, total) = EngagementLoad.Show([.. members
                    .GroupBy(m => specialties(m.Email), m => m.Id, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(g => g.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(g => LoadOf(g.Key, [.. g], meetings, effects))]);
                return JsonSerializer.SerializeToNode(
                    new
                    {
                        ReleasedAt = clock.GetCurrentInstant(),
                        project.Name,
                        project.Plan.PatientBenefit,
                        project.Plan.Measure,
                        Facts = project.Plan.Facts.Select(f => new { f.Text, f.Source }),
                        project.Plan.BodiesWithDifferentView,
                        Stages = project.Stages,
                        project.ClosedAt,
                        Engagement = members.Count >= EngagementLoad.Least ? EngagementMeasures.Of(project, members, meetings, concerns, effects) : null,
                        Specialties = rows,
                        AllSpecialties = total,
                        LeftOut = $"A figure under {EngagementLoad.Least} is left out, and any other from which it could be worked out.",
                    },
                    JsonText.Options);
            },
            cancellationToken);
        if (pack is null)
            return PageResult.SeeOther("/governance?done=pack-none");
        var mask = await MaskAsync(store, null, cancellationToken);
        await ReleasedAsync(store, clock, id, "pack.roles", "A pack of this project by roles was released.", cancellationToken);
        return File(mask.Of(pack), "project-by-roles.json");
    }

    private static SpecialtyLoad LoadOf(string specialty, HashSet<PanelMemberId> places, IReadOnlyList<Meeting> meetings, IReadOnlyList<Effect> effects)
    {
        var held = meetings.Where(m => m.State == MeetingState.Held && places.Contains(m.MemberId)).ToArray();
        return new(
            specialty,
            places.Count,
            effects.Count(e => e is { IsMail: true, IsToColleague: false, State: EffectState.Done, MemberId: { } to } && places.Contains(to)),
            held.Length,
            places.Count,
            held.Select(m => m.MemberId).Distinct().Count());
    }

    private static IResult File(JsonNode? pack, string name) => Results.File(JsonSerializer.SerializeToUtf8Bytes(pack, Indented), "application/json", name);

    private static Task<bool> ReleasedAsync(IEngagementStore store, IClock clock, ProjectId? project, string what, string words, CancellationToken cancellationToken) => store.WriteAsync(
        (writer, _) =>
        {
            writer.Audit(new AuditEvent { ProjectId = project, At = clock.GetCurrentInstant(), Actor = AuditActor.Governance, What = what, Words = words });
            return Task.FromResult(true);
        },
        cancellationToken);

    private static Task<OthersMask> MaskAsync(IEngagementStore store, Clinician? own, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            var clinicians = await reader.ListAsync<Clinician>(c => c.Version >= 0, token);
            var members = await reader.ListAsync<PanelMember>(m => m.Version >= 0, token);
            var people = (await reader.ListAsync<Project>(p => p.Version >= 0, token)).SelectMany(p => new[] { p.Lead, p.CoLead, p.Sponsor })
                .Concat(clinicians.Select(c => c.Secretary)).Concat((await reader.ListAsync<Concern>(c => c.Version >= 0, token)).Select(c => c.Owner)).Concat(members.Select(m => m.Deputy))
                .OfType<Person>().Select(p => (p.Name, p.Email))
                .Concat(clinicians.Select(c => (c.Name, c.Email))).Concat(members.Select(m => (m.Name, m.Email)))
                .Where(p => own is null || p.Email != own.Email).Distinct().ToArray();
            return new OthersMask(people.Select(p => p.Name), people.Select(p => p.Email.Value), own?.Name);
        },
        cancellationToken);
}
