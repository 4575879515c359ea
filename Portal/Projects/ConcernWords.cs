using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Portal.Layout;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>Where a concern or suggestion stands, in words.</summary>
internal static class ConcernWords
{
    public static string State(Concern concern, Instant now) => concern switch
    {
        { ClosedAt: { } closed } => $"Closed on {TimeWords.Day(closed)}",
        { Verdict: Verdict.Partly } => $"Dealt with in part. {TimeWords.Due(concern.DueAt, now)}",
        { Verdict: Verdict.No } => $"Not dealt with yet. {TimeWords.Due(concern.DueAt, now)}",
        { RespondedAt: { } answered } => $"Answered on {TimeWords.Day(answered)}, waiting for the clinician’s word",
        _ => $"To be answered. {TimeWords.Due(concern.DueAt, now)}",
    };
}
