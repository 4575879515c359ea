using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>Which facts of a plan stand in a text that somebody is shown, so that a correction reaches whoever read them, wherever they did.</summary>
public static class QuotedFacts
{
    /// <summary>The numbers of the facts that the text quotes: white space, case and a last full stop do not matter.</summary>
    public static IReadOnlyList<int> In(string text, IEnumerable<SourcedFact> facts)
    {
        var shown = Flat(text);
        return [.. facts.Where(f => Flat(f.Text) is { Length: > 0 } fact && shown.Contains(fact, StringComparison.OrdinalIgnoreCase)).Select(f => f.Number).Order()];
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
