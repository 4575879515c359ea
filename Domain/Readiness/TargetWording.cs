using System.Text.RegularExpressions;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>A part of a text that is pointed at.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Start">Where the part begins, in characters from 0.</param>
/// <param name="Length">How long it is.</param>
public sealed record MarkedPhrase(string Text, int Start, int Length)
{
    /// <summary>What stands before it.</summary>
    public string Before => Text[..Start];

    /// <summary>The part itself.</summary>
    public string Phrase => Text.Substring(Start, Length);

    /// <summary>What stands after it.</summary>
    public string After => Text[(Start + Length)..];
}

/// <summary>
/// Finds wording that is only about targets, throughput or savings (DOMAIN: quality improvement rather than targets). A number with a
/// benefit for patients beside it is an objective; a number alone is a target.
/// </summary>
public static partial class TargetWording
{
    /// <summary>The phrase to point at, or null when the text says what patients gain or has nothing of the kind.</summary>
    public static MarkedPhrase? Find(string text)
    {
        if (PatientWords().IsMatch(text))
            return null;
        var match = TargetPhrase().Match(text);
        return match.Success ? new MarkedPhrase(text, match.Index, match.Length) : null;
    }

    [GeneratedRegex(
        @"\b(?:cut|cutting|reduc\w+|lower\w*|decreas\w+|increas\w+|rais\w+|boost\w*|deliver\w*|achiev\w+|hit|hitting|meet|meeting)\b[^.;:?!]{0,60}?\b(?:by|to|of)\s+(?:at least\s+)?\d+(?:[.,]\d+)?\s*(?:%|per\s?cent\b)?"
        + @"|\b(?:targets?|throughput|productivity|efficienc(?:y|ies)|utili[sz]ation|turnover|cost improvement|costs?|cash|savings?|save money|value for money|bed days?|activity levels?|backlogs?|performance|compliance|occupancy)\b"
        + @"|£\s?\d[\d,.]*(?:\s?(?:k|m|bn|thousand|million))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TargetPhrase();

    [GeneratedRegex(
        @"\b(?:patients?|people|persons?|child(?:ren)?|babies|mothers?|women|carers?|famil(?:y|ies)|safe(?:ty|r|ly)?|harms?|pain|surviv\w+|di(?:e|es|ed|ying)|deaths?|mortality|recover\w*|sooner|seen|treated|home|confiden\w+|comfort\w*|falls?|infections?|complications?|deteriorat\w+|frail\w*|quality of life|independen\w+|suffer\w*|relief|experience|readmi\w+|reattend\w*|antibiotics?|antimicrobials?|flares?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PatientWords();
}
