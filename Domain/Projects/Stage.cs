using NodaTime;

namespace ClinicalEngagement.Domain.Projects;

/// <summary>The six stages of a project, as NHS England words them (DOMAIN).</summary>
public enum Stage
{
    /// <summary>Start out.</summary>
    StartOut,

    /// <summary>Define and scope.</summary>
    DefineAndScope,

    /// <summary>Measure and understand.</summary>
    MeasureAndUnderstand,

    /// <summary>Design and plan.</summary>
    DesignAndPlan,

    /// <summary>Implement.</summary>
    Implement,

    /// <summary>Handover and sustain.</summary>
    HandoverAndSustain,
}

/// <summary>A stretch of time in which a project was in a stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="From">Since when.</param>
/// <param name="To">Until when, itself not included; null while it is in it.</param>
public sealed record StageSpan(Stage Stage, Instant From, Instant? To)
{
    /// <summary>True for a moment within it.</summary>
    public bool Contains(Instant? moment) => moment >= From && (To is null || moment < To);
}
