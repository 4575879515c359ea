namespace ClinicalEngagement.Domain.Projects;

/// <summary>A part of the plan that is completed and changed on a page of its own.</summary>
public enum PlanSection
{
    /// <summary>What will be better for patients.</summary>
    Aim,

    /// <summary>The measure, further objectives and balancing measures.</summary>
    Objectives,

    /// <summary>Facts and figures with their sources.</summary>
    Evidence,

    /// <summary>How it works elsewhere, and a patient's story.</summary>
    ExampleAndStory,

    /// <summary>Professional bodies with a different view.</summary>
    ProfessionalBodies,

    /// <summary>The bullet-proofing table.</summary>
    Risks,

    /// <summary>The specialties that the change affects.</summary>
    Specialties,
}

/// <summary>What belongs to which part of the plan.</summary>
public static class PlanSections
{
    /// <summary>The plan with one part of it taken from another.</summary>
    public static Plan Take(Plan plan, PlanSection section, Plan from) => section switch
    {
        PlanSection.Aim => plan with { PatientBenefit = from.PatientBenefit },
        PlanSection.Objectives => plan with { Measure = from.Measure, Objectives = from.Objectives },
        PlanSection.Evidence => plan with { Facts = from.Facts },
        PlanSection.ExampleAndStory => plan with { ExampleElsewhere = from.ExampleElsewhere, Story = from.Story },
        PlanSection.ProfessionalBodies => plan with
        {
            NoDifferentViewKnown = from.NoDifferentViewKnown,
            BodiesWithDifferentView = from.BodiesWithDifferentView,
            Stances = from.Stances,
        },
        PlanSection.Risks => plan with { Risks = from.Risks },
        PlanSection.Specialties => plan with { AffectedSpecialties = from.AffectedSpecialties },
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "Not a part of the plan."),
    };

    /// <summary>True when that part is the same in both.</summary>
    public static bool Same(PlanSection section, Plan one, Plan other) => section switch
    {
        PlanSection.Aim => one.PatientBenefit == other.PatientBenefit,
        PlanSection.Objectives => one.Measure == other.Measure && one.Objectives.SequenceEqual(other.Objectives),
        PlanSection.Evidence => one.Facts.SequenceEqual(other.Facts),
        PlanSection.ExampleAndStory => one.ExampleElsewhere == other.ExampleElsewhere && one.Story == other.Story,
        PlanSection.ProfessionalBodies => one.NoDifferentViewKnown == other.NoDifferentViewKnown
            && one.BodiesWithDifferentView.SequenceEqual(other.BodiesWithDifferentView) && one.Stances.SequenceEqual(other.Stances),
        PlanSection.Risks => one.Risks.SequenceEqual(other.Risks),
        PlanSection.Specialties => one.AffectedSpecialties.SequenceEqual(other.AffectedSpecialties),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "Not a part of the plan."),
    };

    /// <summary>The parts in which two plans differ, in the order of the pages.</summary>
    public static IReadOnlyList<PlanSection> Changed(Plan from, Plan to) => [.. Enum.GetValues<PlanSection>().Where(s => !Same(s, from, to))];

    /// <summary>How a part is called, in lower case within a sentence.</summary>
    public static string Words(PlanSection section) => section switch
    {
        PlanSection.Aim => "what will be better for patients",
        PlanSection.Objectives => "measure and objectives",
        PlanSection.Evidence => "facts and figures",
        PlanSection.ExampleAndStory => "example and story",
        PlanSection.ProfessionalBodies => "professional bodies",
        PlanSection.Risks => "what may go wrong",
        PlanSection.Specialties => "affected specialties",
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "Not a part of the plan."),
    };
}
