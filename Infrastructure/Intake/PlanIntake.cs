using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Facts;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>The one way in for what is changed of a plan or added to a panel after the engagement has begun: check, then commit.</summary>
public sealed class PlanIntake(IEngagementStore store, PlanFacts facts, IClock clock)
{
    /// <summary>The longest reason for a change, in characters.</summary>
    public const int MaxWhy = 300;

    /// <summary>Checks one part of a plan by the rules of the form and makes the plan's next version of it.</summary>
    /// <returns>What is wrong, by field on the wire (empty for the change as a whole); empty when it is done.</returns>
    public async Task<IReadOnlyList<FieldError>> ChangeAsync(ProjectId id, PlanChange change, CancellationToken cancellationToken)
    {
        var project = await store.ReadAsync((reader, token) => reader.FindAsync<Project>(id, token), cancellationToken);
        var errors = Check(change, project?.Plan);
        return errors.Count > 0 ? errors : Errors(await facts.ChangeAsync(id, change, cancellationToken));
    }

    /// <summary>Reads a list of clinicians, checks each row and puts them on the panel: all of them, or none while a row is wrong.</summary>
    /// <returns>How many were added, and what is wrong with which line of the list; field <c>clinicians</c>.</returns>
    /// <param name="id">The project.</param>
    /// <param name="list">Lines or CSV, as they were pasted or uploaded.</param>
    /// <param name="picked">Those who were ticked in the directory.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(int Added, IReadOnlyList<FieldError> Errors)> AddCliniciansAsync(
        ProjectId id, string list, IReadOnlyList<ClinicianRequest> picked, CancellationToken cancellationToken)
    {
        var read = ClinicianList.Read(list);
        var errors = read.Errors.Select(e => (e.Line, e.Message)).ToList();
        var (project, members) = await store.ReadAsync(
            async (reader, token) => (await reader.FindAsync<Project>(id, token), await reader.ListAsync<PanelMember>(m => m.ProjectId == id, token)), cancellationToken);
        var validator = new ClinicianValidator();
        var seen = new HashSet<EmailAddress>();
        ClinicianRequest[] all = [.. read.Clinicians, .. picked];
        foreach (var (clinician, line) in all.Zip([.. read.Lines, .. picked.Select(_ => 0)]))
        {
            var wrong = validator.Validate(clinician).Errors.Select(e => e.ErrorMessage).FirstOrDefault()
                ?? WhyNot(clinician, new EmailAddress(clinician.Email!), project, members, seen);
            if (wrong is not null)
                errors.Add((line, wrong));
        }

        if (errors.Count > 0)
            return (0, [.. errors.OrderBy(e => e.Line).Select(e => new FieldError("clinicians", e.Line == 0 ? e.Message : $"Line {e.Line}: {e.Message}"))]);
        if (all.Length == 0)
            return (0, [new FieldError("clinicians", "Enter at least one clinician: name, e-mail address, role.")]);
        if (members.Count(m => m.LeftAt is null) + all.Length > EngagementRequestValidator.MaxClinicians)
            return (0, [new FieldError("clinicians", $"A panel has {EngagementRequestValidator.MaxClinicians} clinicians at most. Begin with those whom the change affects most.")]);
        var result = await facts.AddCliniciansAsync(id, all, cancellationToken);
        return (result is FactResult.Recorded ? all.Length : 0, Errors(result, "clinicians"));
    }

    private IReadOnlyList<FieldError> Check(PlanChange change, Plan? plan)
    {
        // A date that stood in the plan before may well have passed by now; only a new one is looked at.
        var standing = plan is null ? [] : plan.Objectives.Append(plan.Measure).Select(m => m?.GoalDate).Where(d => d is not null).ToHashSet();
        bool Stood(EngagementRequest values, string field) => field.EndsWith(".GoalDate", StringComparison.Ordinal)
            && standing.Contains(values.Objectives.Prepend(values.Measure).ElementAtOrDefault(IndexIn(field))?.GoalDate);
        var errors = new PlanValidator(WorkingTime.DateOf(clock.GetCurrentInstant())).Validate(change.Values).Errors
            .Where(e => Belongs(change.Section, e.PropertyName) && !Stood(change.Values, e.PropertyName))
            .Select(e => new FieldError(IntakeService.WirePath(e.PropertyName), e.ErrorMessage))
            .ToList();
        if (change.Why is { Length: > MaxWhy })
            errors.Add(new FieldError("why", $"The reason must be {MaxWhy} characters or fewer. Shorten it."));
        return [.. errors.DistinctBy(e => e.Field)];
    }

    // The measure is number 0, the objectives follow.
    private static int IndexIn(string field) =>
        field.Split('[', ']') is [_, var index, _] && int.TryParse(index, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at + 1 : 0;

    private static bool Belongs(PlanSection section, string field) => section switch
    {
        PlanSection.Aim => field == nameof(EngagementRequest.PatientBenefit),
        PlanSection.Objectives => field.StartsWith(nameof(EngagementRequest.Measure), StringComparison.Ordinal)
            || field.StartsWith(nameof(EngagementRequest.Objectives), StringComparison.Ordinal),
        PlanSection.Evidence => field.StartsWith(nameof(EngagementRequest.Facts), StringComparison.Ordinal),
        PlanSection.ExampleAndStory => field == nameof(EngagementRequest.ExampleElsewhere) || field.StartsWith(nameof(EngagementRequest.Story), StringComparison.Ordinal),
        PlanSection.ProfessionalBodies => field == nameof(EngagementRequest.NoDifferentViewKnown)
            || field.StartsWith(nameof(EngagementRequest.BodiesWithDifferentView), StringComparison.Ordinal)
            || field.StartsWith(nameof(EngagementRequest.Stances), StringComparison.Ordinal),
        PlanSection.Risks => field.StartsWith(nameof(EngagementRequest.Risks), StringComparison.Ordinal),
        PlanSection.Specialties => field.StartsWith(nameof(EngagementRequest.AffectedSpecialties), StringComparison.Ordinal),
        _ => throw new System.Diagnostics.UnreachableException($"No fields for {section}."),
    };

    private static string? WhyNot(
        ClinicianRequest clinician, EmailAddress email, Project? project, IReadOnlyList<PanelMember> members, HashSet<EmailAddress> seen)
    {
        var shown = clinician.Email!.Trim();
        if (!seen.Add(email))
            return $"{shown} is on the list twice. Remove one of the two.";
        if (project?.Lead.Email == email || project?.CoLead?.Email == email || project?.Sponsor?.Email == email)
            return $"{shown} leads the project and cannot also be on its panel. Remove the line.";
        return members.FirstOrDefault(m => m.Email == email) switch
        {
            null => null,
            { LeftAt: null } => $"{shown} is on the panel already. Remove the line.",
            _ => $"{shown} was taken off this panel and is not asked again by it. Remove the line, and speak to them yourself.",
        };
    }

    private static IReadOnlyList<FieldError> Errors(FactResult result, string field = "") =>
        result is FactResult.Refused refused ? [new FieldError(field, refused.Words)] : [];
}
