using ClinicalEngagement.Durable.Abstractions;

namespace ClinicalEngagement.Orchestrations;

/// <summary>How every orchestrator waits: for a nudge or for a time, with nothing left open behind it.</summary>
public static class WaitForNudge
{
    /// <summary>Completes at a nudge, or at <paramref name="until"/> when that is given; the loser of the two is cancelled.</summary>
    public static async Task WaitForNudgeAsync(this IOrchestrationContext context, string? until)
    {
        using var cancel = new CancellationTokenSource();
        var nudge = context.WaitForEventAsync<string?>(Instances.Nudge, cancel.Token);
        if (until is null)
        {
            await nudge;
            return;
        }

        var timer = context.CreateTimerAsync(IsoTime.Parse(until), cancel.Token);
        await Task.WhenAny(nudge, timer);
        cancel.Cancel();
    }

    /// <summary>The earlier of two times to come back at.</summary>
    public static string? Earlier(string? a, string? b) =>
        a is null ? b : b is null ? a : IsoTime.Parse(a) <= IsoTime.Parse(b) ? a : b;
}
