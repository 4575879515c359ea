using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>One part of a plan, to read: what it says under which heading.</summary>
/// <param name="Key">The heading; the same in every version, so that versions can be held against each other.</param>
/// <param name="Words">What the plan says.</param>
internal sealed record PlanText(string Key, string Words)
{
    public static IReadOnlyList<PlanText> Of(PlanSection section, Plan plan) => section switch
    {
        PlanSection.Aim => [new("Better for patients", plan.PatientBenefit.Length > 0 ? plan.PatientBenefit : "Nothing is said yet")],
        PlanSection.Objectives =>
        [
            new("Measure", plan.Measure is { } measure ? PlanPages.Words(measure) : "None yet"),
            .. Listed("Objectives", plan.Objectives.Select(PlanPages.Words)),
        ],
        PlanSection.Evidence => [new("Facts", plan.Facts.Count == 0 ? "None yet" : string.Join('\n', plan.Facts.Select(PlanPages.Words)))],
        PlanSection.ExampleAndStory =>
        [
            new("How it works elsewhere", plan.ExampleElsewhere ?? "None yet"),
            new("A patient’s story", plan.Story is { } story ? story.Consent ? story.Text : $"{story.Text}\nNot told: no consent is recorded." : "None yet"),
        ],
        PlanSection.ProfessionalBodies =>
        [
            new("Professional bodies", plan.BodiesWithDifferentView.Count > 0
                ? string.Join('\n', plan.BodiesWithDifferentView.Select(b => $"{b.Body}: {b.View} {(b.Handling is null ? "Not dealt with yet." : $"How the plan deals with it: {b.Handling}")}"))
                : plan.NoDifferentViewKnown ? "None is known to have a different view" : "Not said yet"),
            .. Listed("What bodies say", plan.Stances.Select(s => $"{s.Body}: {s.Holds}{(s.Source is null ? "" : $" ({s.Source})")}")),
        ],
        PlanSection.Specialties => [new("Affected specialties", plan.AffectedSpecialties.Count == 0 ? "Not said yet" : string.Join(", ", plan.AffectedSpecialties))],
        PlanSection.Risks => [new("What may go wrong", plan.Risks.Count == 0 ? "Nothing is written yet" : string.Join('\n', plan.Risks.Select(PlanPages.Words)))],
        _ => throw new System.Diagnostics.UnreachableException($"No words for {section}."),
    };

    private static IEnumerable<PlanText> Listed(string key, IEnumerable<string> lines) =>
        string.Join('\n', lines) is { Length: > 0 } words ? [new(key, words)] : [];
}
