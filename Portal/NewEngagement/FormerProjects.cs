using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Access;

namespace ClinicalEngagement.Portal.NewEngagement;

/// <summary>Projects that a new one can begin from: their plan and their clinicians, never what was thought of these.</summary>
internal sealed class FormerProjects(IEngagementStore store)
{
    private const int MostShown = 10;

    /// <summary>Those that somebody leads or led, the newest first.</summary>
    public Task<IReadOnlyList<Project>> ListAsync(PortalUser user, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<Project>>(
        async (reader, token) => [.. (await reader.ListAsync<Project>(p => p.Version >= 0, token)).Where(p => IsTheirs(user, p)).OrderByDescending(p => p.CreatedAt).Take(MostShown)],
        cancellationToken);

    /// <summary>The request that would begin the project again, or null when it is not theirs.</summary>
    public Task<EngagementRequest?> FindAsync(PortalUser user, ProjectId id, CancellationToken cancellationToken) => store.ReadAsync(
        async (reader, token) =>
        {
            if (await reader.FindAsync<Project>(id, token) is not { } project || !IsTheirs(user, project))
                return null;
            var members = (await reader.ListAsync<PanelMember>(m => m.ProjectId == id && m.LeftAt == null, token)).OrderBy(m => m.Order).ToArray();
            List<EmailAddress> addresses = [.. members.Select(m => m.Email)];
            var clinicians = (await reader.ListAsync<Clinician>(c => addresses.Contains(c.Email), token)).ToDictionary(c => c.Email);
            return RequestOf(project, [.. members.Select(m => (m, clinicians.GetValueOrDefault(m.Email)))]);
        },
        cancellationToken);

    private static bool IsTheirs(PortalUser user, Project project) => user.IsOnlyPerson || AccessRules.Allow(Permission.LeadProject, ProjectAccess.RoleIn(user, project));

    private static EngagementRequest RequestOf(Project project, IReadOnlyList<(PanelMember Member, Clinician? Clinician)> panel) => new()
    {
        Name = project.Name.Length <= 90 ? $"{project.Name} (again)" : project.Name,
        PatientBenefit = project.Plan.PatientBenefit,
        Lead = PersonOf(project.Lead),
        CoLead = project.CoLead is null ? null : PersonOf(project.CoLead),
        Sponsor = project.Sponsor is null ? null : PersonOf(project.Sponsor),
        Nation = project.Nation,
        Measure = project.Plan.Measure is { } measure ? MeasureOf(measure) : null,
        Objectives = [.. project.Plan.Objectives.Select(MeasureOf)],
        Facts = [.. project.Plan.Facts.Select(f => new FactRequest { Text = f.Text, Source = f.Source })],
        NoDifferentViewKnown = project.Plan.NoDifferentViewKnown,
        BodiesWithDifferentView = [.. project.Plan.BodiesWithDifferentView.Select(b => new BodyViewRequest { Body = b.Body, View = b.View, Handling = b.Handling })],
        ExampleElsewhere = project.Plan.ExampleElsewhere,
        Risks = [.. project.Plan.Risks.Select(r => new RiskRequest { Text = r.Text, VeryLikely = r.VeryLikely, Major = r.Major, Prevention = r.Prevention, Contingency = r.Contingency })],
        Clinicians =
        [
            .. panel.Where(p => p.Clinician?.NoMoreAt is null).Select(p => new ClinicianRequest
            {
                Name = p.Member.Name,
                Email = p.Member.Email.Value,
                Role = p.Clinician?.Role is { Length: > 0 } role ? role : null,
                Specialty = p.Clinician?.Specialty is { Length: > 0 } specialty ? specialty : null,
                ProfessionalBodies = p.Clinician?.ProfessionalBodies ?? [],
                YearsHere = p.Member.YearsHere,
                Secretary = p.Clinician?.Secretary is { } secretary ? PersonOf(secretary) : null,
            }),
        ],
        FirstMessages = project.FirstMessages,
        UpdateRhythm = project.UpdateRhythm,
        UpdatesNeedApproval = project.UpdatesNeedApproval,
        SampleData = project.SampleData,
    };

    // A goal's date of then would be in the past.
    private static MeasureRequest MeasureOf(Measure measure) =>
        new() { Name = measure.Name, Unit = measure.Unit.Length == 0 ? null : measure.Unit, Baseline = measure.Baseline, Goal = measure.Goal, Balancing = measure.Balancing };

    private static PersonRequest PersonOf(Person person) => new() { Name = person.Name, Email = person.Email.Value, Phone = person.Phone, Role = person.Role };
}
