using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Domain.Intake;

/// <summary>A change of one part of a plan after the engagement has begun, before it is checked.</summary>
/// <param name="Section">Which part.</param>
/// <param name="SeenVersion">The version of the plan that stood before whoever changed it.</param>
/// <param name="Values">The part as it is to be; what belongs to other parts is not looked at.</param>
public sealed record PlanChange(PlanSection Section, int SeenVersion, EngagementRequest Values)
{
    /// <summary>The concern or suggestion that led to the change, or null.</summary>
    public ConcernId? BecauseOf { get; init; }

    /// <summary>Why, in the lead's words, at most 300 characters, or null.</summary>
    public string? Why { get; init; }
}
