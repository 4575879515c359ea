using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>Something the plan lacks before the gate opens.</summary>
/// <param name="What">A stable name: patientBenefit, measure, fact, professionalBodies.</param>
/// <param name="Section">The part of the plan in which it is mended.</param>
/// <param name="Words">What to do, in words that help.</param>
public sealed record ReadinessGap(string What, PlanSection Section, string Words);

/// <summary>Whether the plan is well prepared: two gates.</summary>
/// <param name="EarlyConversationsOpen">"Help us shape this": up to three people may be met.</param>
/// <param name="WiderPanelOpen">The whole panel may be met.</param>
/// <param name="Gaps">What shuts the gate to the wider panel.</param>
public sealed record Readiness(bool EarlyConversationsOpen, bool WiderPanelOpen, IReadOnlyList<ReadinessGap> Gaps)
{
    /// <summary>What is to be done while the gate to the wider panel is shut, one sentence for a task and those of the gaps.</summary>
    public string WhatToDo => "Complete the plan: " + string.Join(" ", Gaps.Select(g => g.Words));

    /// <summary>What happens if nothing is done.</summary>
    public string IfNothing(int earlyConversations) => EarlyConversationsOpen
        ? $"Only the first {earlyConversations} people are met, for early conversations."
        : "Nobody is met.";
}

/// <summary>The rules of readiness (DOMAIN: a well-prepared plan with clear objectives for patient benefit).</summary>
public static class PlanReadiness
{
    /// <summary>
    /// The wider panel needs four things: patient benefit, one measure (the baseline may be "not yet measured"), one sourced fact, and
    /// no unhandled clash with a professional body. Early conversations need only the first.
    /// </summary>
    public static Readiness Of(Plan plan)
    {
        var gaps = new List<ReadinessGap>();
        var hasBenefit = !string.IsNullOrWhiteSpace(plan.PatientBenefit);
        if (!hasBenefit)
            gaps.Add(new("patientBenefit", PlanSection.Aim, "Say what will be better for patients."));
        if (plan.Measure is null)
            gaps.Add(new("measure", PlanSection.Objectives, "Add one measure. The baseline may be “not yet measured”."));
        if (!plan.Facts.Any(f => !string.IsNullOrWhiteSpace(f.Text) && !string.IsNullOrWhiteSpace(f.Source)))
            gaps.Add(new("fact", PlanSection.Evidence, "Add one fact with its source."));
        if (!plan.NoDifferentViewKnown && plan.BodiesWithDifferentView.Count == 0)
            gaps.Add(new("professionalBodies", PlanSection.ProfessionalBodies, "Say whether a professional body is known to have a different view."));
        foreach (var clash in plan.BodiesWithDifferentView.Where(b => string.IsNullOrWhiteSpace(b.Handling)))
            gaps.Add(new("professionalBodies", PlanSection.ProfessionalBodies, $"{clash.Body} has a different view. Say how the plan deals with it, or change the plan."));
        foreach (var clash in KnownStances.UnhandledIn(plan))
            gaps.Add(new("professionalBodies", PlanSection.ProfessionalBodies,
                $"“{clash.Phrase.Phrase}” contradicts the {clash.Stance.Body} ({clash.Stance.Statement}). Change the wording, or name the body and say how the plan deals with it."));
        return new Readiness(hasBenefit, gaps.Count == 0, gaps);
    }
}
