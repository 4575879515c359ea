using System.Text.RegularExpressions;

namespace ClinicalEngagement.Domain.Scheduling;

/// <summary>Reasons for and against a time are worded to the clinician whose time it is; whoever else reads them reads them of the clinician.</summary>
public static partial class SlotWords
{
    /// <summary>The same words about the clinician: “your job plan” is “their job plan”. Words that address nobody stay as they are.</summary>
    public static string AboutThem(string toClinician) => Address().Replace(toClinician, match =>
    {
        var they = match.Value.ToUpperInvariant() switch
        {
            "YOUR" => "their",
            "YOURS" => "theirs",
            _ => IsObject(toClinician[..match.Index]) ? "them" : "they",
        };
        return char.IsUpper(match.Value[0]) ? char.ToUpperInvariant(they[0]) + they[1..] : they;
    });

    private static bool IsObject(string before) =>
        before.EndsWith(" with ", StringComparison.Ordinal) || before.EndsWith(" suits ", StringComparison.Ordinal);

    [GeneratedRegex(@"\b[Yy]ou(?:rs?)?\b")]
    private static partial Regex Address();
}
