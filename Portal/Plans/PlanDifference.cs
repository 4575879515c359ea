using ClinicalEngagement.Domain.Projects;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>What became of a run of words between two versions.</summary>
internal enum WordsChange
{
    /// <summary>They stand in both.</summary>
    Kept,

    /// <summary>They came with the newer one.</summary>
    New,

    /// <summary>They stood in the older one only.</summary>
    TakenOut,
}

/// <summary>A heading of the plan, with its words in two versions held against each other.</summary>
/// <param name="Key">The heading.</param>
/// <param name="Runs">The words in order; a run of one kind is one piece.</param>
internal sealed record PlanDifference(string Key, IReadOnlyList<(WordsChange Change, string Words)> Runs)
{
    /// <summary>True where something changed.</summary>
    public bool Any => Runs.Any(r => r.Change != WordsChange.Kept);

    /// <summary>One part of the plan as the newer version has it, marked against the older one.</summary>
    public static IReadOnlyList<PlanDifference> Of(PlanSection section, Plan older, Plan newer)
    {
        var before = PlanText.Of(section, older).ToDictionary(t => t.Key, t => t.Words);
        var after = PlanText.Of(section, newer).ToDictionary(t => t.Key, t => t.Words);
        return [.. after.Keys.Union(before.Keys).Select(key => new PlanDifference(key, RunsOf(before.GetValueOrDefault(key, ""), after.GetValueOrDefault(key, ""))))];
    }

    private static List<(WordsChange Change, string Words)> RunsOf(string before, string after)
    {
        var runs = new List<(WordsChange Change, string Words)>();
        foreach (var piece in InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false, ignoreCase: false, WordChunker.Instance).Lines)
        {
            var change = piece.Type switch { ChangeType.Inserted => WordsChange.New, ChangeType.Deleted => WordsChange.TakenOut, _ => WordsChange.Kept };
            if (runs.Count > 0 && runs[^1].Change == change)
                runs[^1] = (change, runs[^1].Words + piece.Text);
            else
                runs.Add((change, piece.Text));
        }

        // Where little is left of a sentence, the two beside each other read better than their scraps.
        var kept = runs.Where(r => r.Change == WordsChange.Kept).Sum(r => r.Words.Length);
        return before.Length > 0 && after.Length > 0 && kept * 2 < Math.Max(before.Length, after.Length)
            ? [(WordsChange.TakenOut, before), (WordsChange.Kept, "\n"), (WordsChange.New, after)]
            : runs;
    }
}
