using NodaTime;

namespace ClinicalEngagement.GraphSimulator.Calendars;

/// <summary>A span of a calendar as free/busy sees it.</summary>
/// <param name="Start">When it begins.</param>
/// <param name="End">When it ends.</param>
/// <param name="ShowAs">Graph's word: free, tentative, busy, oof, workingElsewhere.</param>
/// <param name="Subject">What it is.</param>
/// <param name="Place">Where, or null.</param>
/// <param name="Private">True when nobody else sees what it is.</param>
/// <param name="ICalUId">The meeting it belongs to; null for what a job plan made.</param>
internal sealed record BusyTime(Instant Start, Instant End, string ShowAs, string Subject, string? Place, bool Private, string? ICalUId);
