using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Portal.Layout;
using ClinicalEngagement.Portal.Projects;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>The parts of a plan as pages: their addresses, titles and words.</summary>
internal static class PlanPages
{
    /// <summary>The end of the page's path.</summary>
    public static string Path(PlanSection section) => "/plan/" + section switch
    {
        PlanSection.Aim => "aim",
        PlanSection.Objectives => "objectives",
        PlanSection.Evidence => "evidence",
        PlanSection.ExampleAndStory => "example",
        PlanSection.ProfessionalBodies => "bodies",
        PlanSection.Risks => "risks",
        PlanSection.Specialties => "specialties",
        _ => throw new System.Diagnostics.UnreachableException($"No page for {section}."),
    };

    public static PlanSection? Of(string path) =>
        Enum.GetValues<PlanSection>().Cast<PlanSection?>().FirstOrDefault(s => Path(s!.Value) == $"/plan/{path}");

    public static string Title(PlanSection section) => section switch
    {
        PlanSection.Aim => "What will be better for patients",
        PlanSection.Objectives => "Measure and objectives",
        PlanSection.Evidence => "Facts and figures",
        PlanSection.ExampleAndStory => "Example and story",
        PlanSection.ProfessionalBodies => "Professional bodies",
        PlanSection.Risks => "What may go wrong",
        PlanSection.Specialties => "Affected specialties",
        _ => throw new System.Diagnostics.UnreachableException($"No title for {section}."),
    };

    /// <summary>Why the part matters, one or two sentences.</summary>
    public static string Why(PlanSection section) => section switch
    {
        PlanSection.Aim => "The aim opens every conversation. Say what patients gain, not what the organisation does.",
        PlanSection.Objectives => "Clear objectives for patient benefit: what is measured, where it stands, where it should be and by when. A balancing measure shows what must not get worse.",
        PlanSection.Evidence => "Senior clinicians look at the figures first. One that is wrong costs you the rest, so give each its source.",
        PlanSection.ExampleAndStory => "That it works elsewhere, and what it means for one patient, persuade where a target does not.",
        PlanSection.ProfessionalBodies => "A change that contradicts a regulator, royal college, society or union may bring conflict. It is better found now than by the clinician who belongs to it.",
        PlanSection.Risks => "Ask what may go wrong, what difficulties could occur, and what is the worst that can be imagined. What is major and very likely comes first.",
        PlanSection.Specialties => "Every specialty that the change affects has somebody on the panel. Whoever is left out hears of it from others.",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {section}."),
    };

    /// <summary>A measure on one line.</summary>
    public static string Words(Measure measure)
    {
        var parts = new List<string> { measure.Baseline is { } b ? $"stands at {RunChart.Number(b, measure.Unit)}" : "not yet measured" };
        if (measure.Goal is { } goal)
            parts.Add($"goal {RunChart.Number(goal, measure.Unit)}");
        if (measure.GoalDate is { } by)
            parts.Add($"by {TimeWords.Day(by)}");
        if (measure.Balancing)
            parts.Add("must not get worse");
        return $"{measure.Name}: {string.Join(", ", parts)}";
    }

    /// <summary>A fact on one line.</summary>
    public static string Words(SourcedFact fact) =>
        $"{fact.Text} ({fact.Source}){(fact is { CheckedBy: { } by, CheckedOn: { } on } ? $" Checked by {by} on {TimeWords.Day(on)}." : " Not checked yet.")}";

    /// <summary>A risk on one line.</summary>
    public static string Words(Risk risk) =>
        $"{risk.Text} ({(risk.VeryLikely ? "very likely" : "unlikely")}, {(risk.Major ? "major" : "minor")}). Prevention: {risk.Prevention ?? "none yet"}. If it happens: {risk.Contingency ?? "nothing yet"}.";
}
