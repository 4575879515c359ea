using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Trust;

/// <summary>One thing that stands in somebody's calendar because of their job plan, their leave or their ordinary work.</summary>
/// <param name="Number">Its number within the person's week.</param>
/// <param name="Start">Local start.</param>
/// <param name="End">Local end.</param>
/// <param name="Subject">What the owner reads.</param>
/// <param name="ShowAs">Graph's word: busy, tentative, oof, free.</param>
/// <param name="Place">Where, or null.</param>
/// <param name="AllDay">True for whole days.</param>
/// <param name="Private">True when only the owner sees what it is.</param>
internal sealed record PlannedEntry(
    int Number, LocalDateTime Start, LocalDateTime End, string Subject, string ShowAs, string? Place = null, bool AllDay = false, bool Private = false)
{
    /// <summary>True when the two overlap.</summary>
    public bool Overlaps(LocalDateTime start, LocalDateTime end) => Start < end && start < End;
}
