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
