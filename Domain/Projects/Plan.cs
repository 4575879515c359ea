using NodaTime;

namespace ClinicalEngagement.Domain.Projects;

/// <summary>What the project wants and on what grounds: one version of it. Positions are held against a version.</summary>
public sealed record Plan
{
    /// <summary>What will be better for patients; empty while nothing is said.</summary>
    public required string PatientBenefit { get; init; }

    /// <summary>The one measure the project is judged by, or null.</summary>
    public Measure? Measure { get; init; }

    /// <summary>Further objectives and balancing measures.</summary>
    public IReadOnlyList<Measure> Objectives { get; init; } = [];

    /// <summary>Facts and figures with their sources.</summary>
    public IReadOnlyList<SourcedFact> Facts { get; init; } = [];

    /// <summary>True when the lead has said that no professional body is known to have a different view.</summary>
    public bool NoDifferentViewKnown { get; init; }

    /// <summary>Professional bodies with a different view.</summary>
    public IReadOnlyList<BodyView> BodiesWithDifferentView { get; init; } = [];

    /// <summary>What professional bodies hold on this, as it was looked up.</summary>
    public IReadOnlyList<BodyStance> Stances { get; init; } = [];

    /// <summary>The specialties that the change affects; empty while nothing is said.</summary>
    public IReadOnlyList<string> AffectedSpecialties { get; init; } = [];

    /// <summary>How it works elsewhere, or null.</summary>
    public string? ExampleElsewhere { get; init; }

    /// <summary>A patient's story, or null.</summary>
    public Story? Story { get; init; }

    /// <summary>The bullet-proofing table.</summary>
    public IReadOnlyList<Risk> Risks { get; init; } = [];
}

/// <summary>One measure or objective.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Unit">The unit, such as % or minutes; empty for a plain count.</param>
/// <param name="Baseline">Where it stands; null is "not yet measured".</param>
/// <param name="Goal">Where it should be, or null.</param>
/// <param name="GoalDate">By when, or null.</param>
/// <param name="Balancing">True for a measure that must not get worse.</param>
public sealed record Measure(string Name, string Unit, decimal? Baseline, decimal? Goal, LocalDate? GoalDate = null, bool Balancing = false);

/// <summary>A fact with its source.</summary>
/// <param name="Text">The fact.</param>
/// <param name="Source">Where it stands written; empty while nothing is said.</param>
public sealed record SourcedFact(string Text, string Source)
{
    /// <summary>Counts a plan's facts from 1 and stays with the fact through every version; 0 before it is given.</summary>
    public int Number { get; init; }

    /// <summary>Who checked it, or null.</summary>
    public string? CheckedBy { get; init; }

    /// <summary>When it was checked, or null.</summary>
    public LocalDate? CheckedOn { get; init; }
}

/// <summary>What a professional body holds on the change.</summary>
/// <param name="Body">The body.</param>
/// <param name="Holds">What it holds, or that it says nothing on it.</param>
/// <param name="Source">Where that stands written, or null.</param>
public sealed record BodyStance(string Body, string Holds, string? Source);

/// <summary>A professional body with a different view.</summary>
/// <param name="Body">The body.</param>
/// <param name="View">What it holds.</param>
/// <param name="Handling">How the plan deals with it; null while it does not, which is an unhandled clash.</param>
public sealed record BodyView(string Body, string View, string? Handling);

/// <summary>A patient's story.</summary>
/// <param name="Text">The story.</param>
/// <param name="Consent">True when consent is recorded, or the story says that it is a fictional composite.</param>
public sealed record Story(string Text, bool Consent)
{
    /// <summary>Where the consent is recorded, by whom and when, without the patient's name; null for a composite.</summary>
    public string? ConsentRecord { get; init; }
}

/// <summary>A row of the bullet-proofing table.</summary>
/// <param name="Text">What may go wrong.</param>
/// <param name="VeryLikely">Very likely, else unlikely.</param>
/// <param name="Major">A major effect, else a minor one.</param>
/// <param name="Prevention">The preventive action, or null.</param>
/// <param name="Contingency">The contingent action, or null.</param>
public sealed record Risk(string Text, bool VeryLikely, bool Major, string? Prevention, string? Contingency);
