using NodaTime;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>Where somebody stood, as the lead recorded it then. For the lead and co-lead alone, like everything about positions.</summary>
/// <param name="Position">The position.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="PlanVersion">Against which version of the plan, or null.</param>
/// <param name="Evidence">What the lead went by, or null.</param>
public sealed record HeldPosition(Position Position, Instant At, int? PlanVersion, string? Evidence);
