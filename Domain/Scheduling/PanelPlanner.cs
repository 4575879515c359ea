namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>
/// Plans the meetings of a panel, or of many panels, together: nobody is in two places, caps and buffers hold between the meetings too, and
/// no other plan puts less clinical work at risk.
/// </summary>
public static class PanelPlanner
{
    /// <summary>All first offers of a batch in one run. Agreed meetings stay where they are.</summary>
    /// <param name="meetings">The batch. All requests have the same resolution.</param>
    /// <param name="stop">Asked now and then whether the time is up; null means never. The best plan so far comes with its bound.</param>
    /// <exception cref="ArgumentException">A key is given twice, a host meets themselves, or the resolutions differ.</exception>
    public static PanelPlan Plan(IReadOnlyList<MeetingToPlan> meetings, Func<bool>? stop = null) => new PanelBatch(meetings).Plan(stop);

    /// <summary>
    /// Plans again after an answer: every meeting keeps the time it had in the plan before, but those that are freed. A meeting that is in
    /// the batch for the first time is placed as well.
    /// </summary>
    /// <param name="meetings">The batch as it is now, with what was declined.</param>
    /// <param name="before">The plan that was in force.</param>
    /// <param name="freed">The meetings that get a new time: the one that was declined, and those that may move for it.</param>
    /// <param name="stop">As for <see cref="Plan"/>.</param>
    public static PanelPlan Replan(IReadOnlyList<MeetingToPlan> meetings, PanelPlan before, IReadOnlySet<string> freed, Func<bool>? stop = null)
    {
        var kept = before.Planned.Where(p => !freed.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Slot);
        return Plan([.. meetings.Select(m => m.Agreed is null && kept.TryGetValue(m.Key, out var slot) ? m with { Agreed = slot } : m)], stop);
    }
}
