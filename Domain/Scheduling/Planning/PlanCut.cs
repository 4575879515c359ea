namespace ClinicalEngagement.Domain.Scheduling.Planning;

/// <summary>Of these columns a plan has at most so many.</summary>
/// <param name="Columns">Which; each counts once.</param>
/// <param name="Limit">How many.</param>
internal sealed record PlanCut(List<int> Columns, int Limit);
