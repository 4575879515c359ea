namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>One meeting of a batch that is planned together.</summary>
/// <param name="Key">By what the caller knows it; each once.</param>
/// <param name="Host">Who hosts it, by a name of the caller's; the same person has the same name as host and as clinician.</param>
/// <param name="Clinician">Who is met.</param>
/// <param name="Request">Where times are looked for. The holds are those of meetings that are not in the batch.</param>
public sealed record MeetingToPlan(string Key, string Host, string Clinician, SlotRequest Request)
{
    /// <summary>The time that was agreed: it stays. Null while the meeting is open.</summary>
    public Slot? Agreed { get; init; }
}

/// <summary>A time for a meeting of a batch.</summary>
/// <param name="Key">Which meeting.</param>
/// <param name="Slot">Its time.</param>
/// <param name="Alternatives">Up to two more, on other days or half-days, that meet no other time given out in this plan.</param>
/// <param name="IsAgreed">True when the time was agreed before.</param>
public sealed record PlannedMeeting(string Key, Slot Slot, IReadOnlyList<Slot> Alternatives, bool IsAgreed)
{
    /// <summary>The time it would have got had each meeting in turn taken its best; null when that way leaves none for it.</summary>
    public Slot? OneByOne { get; init; }
}

/// <summary>A meeting of a batch without a time, and why.</summary>
/// <param name="Key">Which meeting.</param>
/// <param name="Search">What the search for this meeting alone came to.</param>
/// <param name="Rivals">Where it has times of its own: the fewest other meetings that cannot all be placed beside it.</param>
/// <param name="WouldHelp">Rules that would place it if they gave way: of its own search by the starts that only they exclude, or of the batch.</param>
public sealed record UnplannedMeeting(string Key, SlotSearchResult Search, IReadOnlyList<string> Rivals, IReadOnlyList<SlotRule> WouldHelp);

/// <summary>Times for a batch of meetings, together the least clinical work at risk, and the proof.</summary>
public sealed record PanelPlan
{
    /// <summary>Meetings with a time, in the order in which they were given.</summary>
    public required IReadOnlyList<PlannedMeeting> Planned { get; init; }

    /// <summary>Meetings without one.</summary>
    public required IReadOnlyList<UnplannedMeeting> Unplanned { get; init; }

    /// <summary>Expected clinical minutes at risk over all planned meetings.</summary>
    public required int ClinicalMinutesAtRisk { get; init; }

    /// <summary>The same had each meeting in turn taken its best time; null when that way leaves more meetings without a time.</summary>
    public required int? ClinicalMinutesOneByOne { get; init; }

    /// <summary>The criteria in their order as one number: meetings without a time, then as <see cref="SlotCost"/> compares.</summary>
    public required Int128 Cost { get; init; }

    /// <summary>No plan has a smaller number than this.</summary>
    public required Int128 Bound { get; init; }

    /// <summary>True when no plan is better; false when the time ran out first.</summary>
    public bool IsProven => Cost == Bound;

    /// <summary>How many bits of the last criteria were given up so that all fit into one number; 0 but for very large batches.</summary>
    public required int BitsGivenUp { get; init; }
}
