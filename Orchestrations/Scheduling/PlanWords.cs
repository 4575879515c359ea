using ClinicalEngagement.Domain.Scheduling;

namespace ClinicalEngagement.Orchestrations.Scheduling;

/// <summary>What a plan of several meetings came to, in words for the lead.</summary>
internal static class PlanWords
{
    public static string Of(PanelPlan plan)
    {
        var together = $"Times for {plan.Planned.Count} meetings were planned together, {Minutes(plan.ClinicalMinutesAtRisk)} at risk";
        var left = plan.Planned.Count(p => p.OneByOne is null);
        return left > 0
            ? $"{together}; one by one, {left} of them would have been left without a time."
            : $"{together}; one by one it would have been {plan.Planned.Sum(p => p.OneByOne!.ClinicalMinutesAtRisk)}.";
    }

    public static string Proof(PanelPlan plan) => plan.IsProven
        ? "No other plan of these meetings puts less clinical work at risk."
        : "This is the best plan that was found in the time; a better one may exist.";

    private static string Minutes(int minutes) => minutes == 1 ? "1 clinical minute" : $"{minutes} clinical minutes";
}
