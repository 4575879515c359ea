using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.LocalHost.Rehearsal.Scripts;

/// <summary>Which fault of a script comes next, and until when the store is away.</summary>
internal sealed class FaultPlayer(RehearsalScript? script, LocalDate begin)
{
    private readonly Queue<(Instant At, ScriptedFault Fault)> ahead = new(
        (script?.Faults ?? []).Select(f => (WorkingTime.At(begin.PlusDays(f.Day), f.Time), f)).OrderBy(f => f.Item1));

    /// <summary>Until when the store is away, or null.</summary>
    public Instant? AwayUntil { get; private set; }

    /// <summary>When something changes next, or null.</summary>
    public Instant? Next => new[] { AwayUntil, ahead.TryPeek(out var next) ? next.At : null }.Min();

    /// <summary>The fault that comes at that moment, or null.</summary>
    public ScriptedFault? TakeDue(Instant now)
    {
        if (AwayUntil <= now)
            AwayUntil = null;
        if (!ahead.TryPeek(out var next) || next.At > now)
            return null;
        ahead.Dequeue();
        if (next.Fault.Is == MachineFault.StoreAway)
            AwayUntil = now + Duration.FromMinutes(next.Fault.Minutes);
        return next.Fault;
    }
}
