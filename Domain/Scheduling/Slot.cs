using NodaTime;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>What a time costs, in the order in which times are compared; each less is better.</summary>
/// <param name="ClinicalMinutesAtRisk">Minutes of clinical work displaced, and expected to be run into.</param>
/// <param name="GoodTimesRank">0: they said it suits them; 1: they said nothing; 2: they said clinic, and chose it nevertheless.</param>
/// <param name="Later">How many steps of <see cref="SlotOptions.SoonerStepDays"/> after the first day of the window.</param>
/// <param name="BrokenUp">The shorter rest of the clinician's free time that it leaves on one side, in steps of <see cref="SlotOptions.CalmStep"/>.</param>
/// <param name="HostBusy">How busy the host is on that day already, in steps of <see cref="SlotOptions.CalmStep"/>.</param>
public readonly record struct SlotCost(int ClinicalMinutesAtRisk, int GoodTimesRank, int Later, int BrokenUp, int HostBusy) : IComparable<SlotCost>
{
    /// <inheritdoc/>
    public int CompareTo(SlotCost other)
    {
        var order = ClinicalMinutesAtRisk.CompareTo(other.ClinicalMinutesAtRisk);
        if (order == 0)
            order = GoodTimesRank.CompareTo(other.GoodTimesRank);
        if (order == 0)
            order = Later.CompareTo(other.Later);
        if (order == 0)
            order = BrokenUp.CompareTo(other.BrokenUp);
        return order == 0 ? HostBusy.CompareTo(other.HostBusy) : order;
    }
}

/// <summary>A time that may be offered.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="Duration">How long it is, without buffers.</param>
/// <param name="Cost">What it costs.</param>
/// <param name="Reason">Why this time, in words the clinician sees.</param>
public sealed record Slot(Instant Start, Duration Duration, SlotCost Cost, string Reason)
{
    /// <summary>When it ends.</summary>
    public Instant End => Start + Duration;

    /// <summary>Expected minutes of clinical work that it puts at risk.</summary>
    public int ClinicalMinutesAtRisk => Cost.ClinicalMinutesAtRisk;
}

/// <summary>What a search came to.</summary>
public abstract record SlotSearchResult
{
    private SlotSearchResult()
    {
    }

    /// <summary>Times were found, best first.</summary>
    public sealed record Found(IReadOnlyList<Slot> Slots) : SlotSearchResult;

    /// <summary>
    /// A calendar could not be read, so no time is known to be free. <paramref name="Unchecked"/> obeys every other rule, best first:
    /// times to ask about, not to propose as free; their reasons say so.
    /// </summary>
    /// <param name="Who">Whose calendar is unknown: clinician, host, or both.</param>
    /// <param name="Unchecked">Times that nothing else excludes.</param>
    public sealed record CalendarUnknown(IReadOnlyList<SlotParty> Who, IReadOnlyList<Slot> Unchecked) : SlotSearchResult;

    /// <summary>No start of the window is allowed.</summary>
    /// <param name="Excluded">How many starts each rule excludes, most first; a start may be excluded by several.</param>
    /// <param name="Starts">How many starts the window has.</param>
    public sealed record NoneInWindow(IReadOnlyList<RuleCount> Excluded, int Starts) : SlotSearchResult;
}

/// <summary>How many starts of a window a rule excludes.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Party">Whom it looks at.</param>
/// <param name="Starts">How many.</param>
/// <param name="Alone">How many of these no other rule excludes: what would open up if it gave way.</param>
public sealed record RuleCount(SlotRule Rule, SlotParty Party, int Starts, int Alone);
