using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations;

/// <summary>One generation of every orchestrator: decide, act, wait, begin again.</summary>
public static class Generation
{
    /// <summary>Runs one generation; nothing is left open when it returns, so history stays small and no wait is carried over.</summary>
    public static async Task RunGenerationAsync(this IOrchestrationContext context, ActivityName<Guid, Decided> decide, Guid id)
    {
        Decided decided;
        try
        {
            decided = await context.CallActivityAsync(decide, id, Retries.Outage);
        }
        catch (ActivityFailedException)
        {
            // The store has been out of reach for hours. The engagement must outlive that: look again in an hour.
            decided = new Decided([], context.CurrentUtc.AddHours(1).ToString("O"), false);
        }

        var retryAt = await context.CarryOutAsync(decided.Effects);
        if (decided.IsFinished)
            return;
        if (retryAt is not null || decided.Effects.Count == 0)
            await context.WaitForNudgeAsync(WaitForNudge.Earlier(retryAt, decided.WakeAt));
        context.ContinueAsNew(id);
    }
}
