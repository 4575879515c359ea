using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Domain.Meetings;

/// <summary>Which facts a clinician is shown before a meeting: those about their own specialty first.</summary>
public static class BriefFacts
{
    // Long enough to tell geriatric from general, short enough to find "geriatricians" by "geriatric medicine".
    private const int Stem = 6;

    /// <summary>A brief that is not read before the meeting is no brief.</summary>
    public const int Most = 3;

    /// <summary>At most <see cref="Most"/> facts, those that name the specialty before the others, each group in the plan's order.</summary>
    /// <param name="facts">The plan's facts.</param>
    /// <param name="specialty">The specialty, or empty.</param>
    public static IReadOnlyList<SourcedFact> For(IReadOnlyList<SourcedFact> facts, string specialty)
    {
        var stems = specialty.Split([' ', '-', ',', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length >= Stem && !word.Equals("medicine", StringComparison.OrdinalIgnoreCase))
            .Select(word => word[..Stem])
            .ToArray();
        return [.. facts.OrderBy(fact => stems.Any(stem => Names(fact, stem)) ? 0 : 1).Take(Most)];
    }

    private static bool Names(SourcedFact fact, string stem) =>
        fact.Text.Contains(stem, StringComparison.OrdinalIgnoreCase) || fact.Source.Contains(stem, StringComparison.OrdinalIgnoreCase);
}
