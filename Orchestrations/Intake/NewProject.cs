using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Audit;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Messages;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Intake;

/// <summary>From a checked request to the records a project begins with.</summary>
public static class NewProject
{
    /// <summary>The project of a request that has been checked.</summary>
    public static Project From(EngagementRequest request, ProjectId id, Instant now, EngagementOptions options)
    {
        var lead = PersonFrom(request.Lead!);
        return new Project
        {
            Id = id,
            Name = request.Name!.Trim(),
            Plan = PlanFrom(request),
            Lead = lead,
            CoLead = request.CoLead is { Email.Length: > 0 } coLead ? PersonFrom(coLead) : null,
            Sponsor = request.Sponsor is { Email.Length: > 0 } sponsor ? PersonFrom(sponsor) : null,
            Nation = request.Nation ?? options.Nation,
            Stage = request.Stage,
            StageSince = now,
            FirstMessages = request.FirstMessages,
            FirstMessageWords = Text(request.FirstMessageWords) ?? FirstMessageDraft.From(request.Name!.Trim(), request.PatientBenefit ?? "", lead, options),
            UpdateRhythm = request.UpdateRhythm,
            UpdateDay = request.UpdateDay,
            UpdateTime = request.UpdateTime,
            UpdatesNeedApproval = request.UpdatesNeedApproval,
            SampleData = request.SampleData,
            CreatedAt = now,
        };
    }

    internal static PlanVersion FirstVersion(Project project, AuditActor by) => new()
    {
        Id = PlanVersion.IdFor(project.Id, project.PlanVersion),
        ProjectId = project.Id,
        Number = project.PlanVersion,
        Plan = project.Plan,
        At = project.CreatedAt,
        By = by,
    };

    /// <summary>Puts a checked candidate on the panel; what is known of the clinician across projects stays.</summary>
    internal static async Task<PanelMember> AddToPanelAsync(
        IStoreWriter writer, Project project, ClinicianRequest candidate, CancellationToken cancellationToken)
    {
        var clinician = ClinicianFrom(candidate, project.Nation);
        if (await writer.FindAsync<Clinician>(clinician.Email, cancellationToken) is { } known)
            writer.Update(Merge(known, clinician));
        else
            writer.Add(clinician);
        var member = MemberFrom(candidate, project);
        writer.Add(member);
        return member;
    }

    private static Clinician ClinicianFrom(ClinicianRequest request, Nation nation) => new()
    {
        Email = new EmailAddress(request.Email!),
        Name = request.Name!.Trim(),
        Role = Text(request.Role) ?? "",
        Specialty = Text(request.Specialty) ?? "",
        ProfessionalBodies = request.ProfessionalBodies,
        Secretary = request.Secretary is { Email.Length: > 0 } secretary ? PersonFrom(secretary) : null,
        Nation = nation,
        JobPlan = request.JobPlan,
    };

    /// <summary>What is known stays; what a newer request adds is taken.</summary>
    private static Clinician Merge(Clinician known, Clinician added) => known with
    {
        Role = known.Role.Length > 0 ? known.Role : added.Role,
        Specialty = known.Specialty.Length > 0 ? known.Specialty : added.Specialty,
        ProfessionalBodies = known.ProfessionalBodies.Count > 0 ? known.ProfessionalBodies : added.ProfessionalBodies,
        Secretary = known.Secretary ?? added.Secretary,
        JobPlan = added.JobPlan.Count > 0 ? added.JobPlan : known.JobPlan,
    };

    private static PanelMember MemberFrom(ClinicianRequest request, Project project)
    {
        var email = new EmailAddress(request.Email!);
        return new PanelMember
        {
            Id = PanelMemberId.For(project.Id, email),
            ProjectId = project.Id,
            Email = email,
            Name = request.Name!.Trim(),
            Power = request.Power,
            Impact = request.Impact,
            OpinionFormer = request.OpinionFormer,
            YearsHere = request.YearsHere,
            LikelyView = request.LikelyView,
            PositionNeeded = request.PositionNeeded,
        };
    }

    /// <summary>The plan that a request describes; of one that was not checked, as far as it can be read.</summary>
    public static Plan PlanFrom(EngagementRequest request) => new()
    {
        PatientBenefit = Text(request.PatientBenefit) ?? "",
        Measure = request.Measure is { Name.Length: > 0 } measure ? MeasureFrom(measure) : null,
        Objectives = [.. request.Objectives.Select(MeasureFrom)],
        Facts = [.. request.Facts.Select((f, i) => FactFrom(f) with { Number = i + 1 })],
        NoDifferentViewKnown = request.NoDifferentViewKnown,
        BodiesWithDifferentView = [.. request.BodiesWithDifferentView.Select(b => new BodyView(Text(b.Body) ?? "", Text(b.View) ?? "", Text(b.Handling)))],
        Stances = [.. request.Stances.Select(s => new BodyStance(Text(s.Body) ?? "", Text(s.Holds) ?? "", Text(s.Source)))],
        AffectedSpecialties = [.. request.AffectedSpecialties.Select(s => s.Trim())],
        ExampleElsewhere = Text(request.ExampleElsewhere),
        Story = request.Story is { Text.Length: > 0 } story ? new Story(story.Text!.Trim(), story.Consent) { ConsentRecord = Text(story.ConsentRecord) } : null,
        Risks = [.. request.Risks.Select(r => new Risk(Text(r.Text) ?? "", r.VeryLikely, r.Major, Text(r.Prevention), Text(r.Contingency)))],
    };

    /// <summary>A fact without its number.</summary>
    internal static SourcedFact FactFrom(FactRequest fact) =>
        new(Text(fact.Text) ?? "", Text(fact.Source) ?? "") { CheckedBy = Text(fact.CheckedBy), CheckedOn = fact.CheckedOn };

    private static Measure MeasureFrom(MeasureRequest measure) =>
        new(measure.Name!.Trim(), Text(measure.Unit) ?? "", measure.Baseline, measure.Goal, measure.GoalDate, measure.Balancing);

    private static Person PersonFrom(PersonRequest person) =>
        new(Text(person.Name) ?? person.Email!.Trim(), new EmailAddress(person.Email!), Text(person.Phone), Text(person.Role));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
