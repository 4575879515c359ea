using ClinicalEngagement.Domain.Listening;
using ClinicalEngagement.Portal.Layout;
using NodaTime;

namespace ClinicalEngagement.Portal.Projects;

/// <summary>A concern or suggestion, in words.</summary>
internal static class ConcernWords
{
    /// <summary>Where it stands.</summary>
    /// <param name="concern">The concern.</param>
    /// <param name="now">Now.</param>
    /// <param name="whose">Whose word is waited for, as the reader would say it.</param>
    public static string State(Concern concern, Instant now, string whose = "the clinician’s") => concern switch
    {
        { ClosedAt: { } closed } => $"Closed on {TimeWords.Day(closed)}",
        { Verdict: Verdict.Partly } => $"Dealt with in part. {TimeWords.Due(concern.DueAt, now)}",
        { Verdict: Verdict.No } => $"Not dealt with yet. {TimeWords.Due(concern.DueAt, now)}",
        { RespondedAt: { } answered } => $"Answered on {TimeWords.Day(answered)}, waiting for {whose} word",
        _ => $"To be answered. {TimeWords.Due(concern.DueAt, now)}",
    };

    /// <summary>Whether the lead understood them, in words; null while nobody asked.</summary>
    public static string? Understanding(Concern concern) => concern switch
    {
        { CorrectedAt: { } corrected } => $"Corrected by the clinician on {TimeWords.Day(corrected)}",
        { UnderstoodAt: { } understood } => $"Confirmed by the clinician on {TimeWords.Day(understood)}",
        { UnderstandingAskedAt: { } asked } => $"Asked on {TimeWords.Day(asked)}, no word yet",
        _ => null,
    };

    /// <summary>What kind of answer would help, as a clinician would say it.</summary>
    public static string Of(AnswerNeeded needed) => needed switch
    {
        AnswerNeeded.Evidence => "Evidence that it works",
        AnswerNeeded.ClearerAims => "Clearer aims",
        AnswerNeeded.BetterProcess => "A better process",
        AnswerNeeded.EffectOnMyWork => "What it means for my work",
        _ => throw new System.Diagnostics.UnreachableException($"No words for {needed}."),
    };

    /// <summary>The kinds of answer to choose from.</summary>
    public static IReadOnlyList<RadioOption> Needs { get; } = [.. Enum.GetValues<AnswerNeeded>().Select(n => new RadioOption(n.ToString(), Of(n)))];
}
