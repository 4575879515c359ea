using ClinicalEngagement.Domain.Calendars;
using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>
/// Finds the times at which one clinician may be met, and says of every other time why not. Pure: the same request gives the same answer.
/// Both throw <see cref="ArgumentException"/> on a request whose values are outside their ranges.
/// </summary>
public static class SlotSearch
{
    /// <summary>All allowed times of the window, best first: least clinical minutes at risk, the good-times grid, sooner, least broken up, a calmer day for the host.</summary>
    public static SlotSearchResult Find(SlotRequest request)
    {
        request.Check();
        var grid = GridOf(request);
        var exclusions = SlotRules.For(request);
        var excluded = new StartSet(grid.Count);
        foreach (var exclusion in exclusions)
        {
            var (from, to) = grid.Between(exclusion.After, exclusion.Before);
            excluded.AddRange(from, to);
        }

        var pricing = new SlotPricing(request);
        var slots = new List<Slot>();
        foreach (var index in excluded.Complement().Indices())
        {
            var start = grid[index];
            slots.Add(new(start, request.Duration, pricing.CostOf(start), pricing.ReasonFor(start)));
        }

        slots.Sort((a, b) => a.Cost.CompareTo(b.Cost) is not 0 and var order ? order : a.Start.CompareTo(b.Start));
        var unknown = UnknownCalendars(request);
        if (unknown.Count > 0)
            return new SlotSearchResult.CalendarUnknown(unknown, slots);
        return slots.Count > 0 ? new SlotSearchResult.Found(slots) : new SlotSearchResult.NoneInWindow(CountRules(grid, exclusions), grid.Count);
    }

    /// <summary>Every rule that keeps a start from being offered, each once per person; empty exactly when <see cref="Find"/> has it among its found times.</summary>
    public static IReadOnlyList<SlotRefusal> WhyNot(SlotRequest request, Instant start)
    {
        request.Check();
        var grid = GridOf(request);
        var refusals = new List<SlotRefusal>();
        if (!grid.IsOnGrid(start))
            refusals.Add(new(SlotRule.OffGrid, SlotParty.Time, $"Meetings begin every {request.Options.Resolution.TotalMinutes:0} minutes from the full hour."));
        if (start < request.Window.Start || start + request.Duration > request.Window.End)
            refusals.Add(new(SlotRule.OutsideWindow, SlotParty.Time, "It is outside the weeks we are looking at."));
        foreach (var who in UnknownCalendars(request))
            refusals.Add(new(
                SlotRule.CalendarUnknown, who,
                who is SlotParty.Clinician ? "We could not read your calendar." : "The project lead’s calendar could not be read."));
        foreach (var exclusion in SlotRules.For(request with { Window = new(start, start + request.Duration) }))
            if (exclusion.Excludes(start) && !refusals.Contains(exclusion.Refusal))
                refusals.Add(exclusion.Refusal);
        return refusals;
    }

    /// <summary>What an allowed start costs and the words for it, as <see cref="Find"/> has it; null when it is not allowed or a calendar is unknown.</summary>
    public static Slot? Price(SlotRequest request, Instant start)
    {
        if (WhyNot(request, start).Count > 0)
            return null;
        var pricing = new SlotPricing(request);
        return new(start, request.Duration, pricing.CostOf(start), pricing.ReasonFor(start));
    }

    /// <summary>
    /// One first choice and up to two alternatives, from slots in their order. An alternative never costs more clinical minutes for being
    /// on another day; among equals it is on another day, else in the other half of a day.
    /// </summary>
    public static IReadOnlyList<Slot> PickThree(IReadOnlyList<Slot> slots)
    {
        var picked = new List<Slot>();
        if (slots.Count > 0)
            picked.Add(slots[0]);
        while (picked.Count is > 0 and < 3)
        {
            var next = slots
                .Select((slot, index) => (slot, index, nearness: picked.Max(p => Nearness(p, slot))))
                .Where(c => c.nearness < 2)
                .OrderBy(c => c.slot.ClinicalMinutesAtRisk).ThenBy(c => c.nearness).ThenBy(c => c.index)
                .FirstOrDefault();
            if (next.slot is null)
                break;
            picked.Add(next.slot);
        }

        return picked;
    }

    internal static StartGrid GridOf(SlotRequest request) => new(request.Window, request.Duration, request.Options.Resolution);

    /// <summary>Whose calendar could not be read.</summary>
    internal static List<SlotParty> UnknownCalendars(SlotRequest request)
    {
        var who = new List<SlotParty>();
        // Without a calendar, somebody who has neither job plan nor grid is as unknown as behind a calendar that cannot be read.
        if (request.Clinician.FreeBusy is FreeBusy.Unknown
            || (request.Clinician is { FreeBusy: FreeBusy.NotKept, JobPlan.Count: 0 } && request.Clinician.GoodTimes.HalfDays.All(h => h == GoodTime.Unsaid)))
            who.Add(SlotParty.Clinician);
        if (request.Host.FreeBusy is FreeBusy.Unknown)
            who.Add(SlotParty.Host);
        return who;
    }

    /// <summary>How many starts each rule excludes, and how many it excludes alone.</summary>
    internal static IReadOnlyList<RuleCount> CountRules(StartGrid grid, IReadOnlyList<Exclusion> exclusions)
    {
        var byRule = new Dictionary<(SlotRule Rule, SlotParty Party), StartSet>();
        foreach (var exclusion in exclusions)
        {
            var key = (exclusion.Refusal.Rule, exclusion.Refusal.Party);
            if (!byRule.TryGetValue(key, out var set))
                byRule[key] = set = new(grid.Count);
            var (from, to) = grid.Between(exclusion.After, exclusion.Before);
            set.AddRange(from, to);
        }

        var times = new int[grid.Count];
        foreach (var set in byRule.Values)
            foreach (var index in set.Indices())
                times[index]++;
        return
        [
            .. byRule
                .Select(r => new RuleCount(r.Key.Rule, r.Key.Party, r.Value.Size, r.Value.Indices().Count(i => times[i] == 1)))
                .Where(c => c.Starts > 0)
                .OrderByDescending(c => c.Starts).ThenByDescending(c => c.Alone).ThenBy(c => c.Rule).ThenBy(c => c.Party),
        ];
    }

    /// <summary>2: the same half-day; 1: the same day; 0: another day.</summary>
    private static int Nearness(Slot a, Slot b)
    {
        var (first, second) = (a.Start.InZone(WorkingCalendar.Zone), b.Start.InZone(WorkingCalendar.Zone));
        if (first.Date != second.Date)
            return 0;
        return first.Hour < 13 == second.Hour < 13 || (a.Start < b.End && b.Start < a.End) ? 2 : 1;
    }
}
