namespace ClinicalEngagement.Portal.Layout;

/// <summary>One answer of a radio list.</summary>
/// <param name="Value">What the form sends.</param>
/// <param name="Words">What is read.</param>
/// <param name="Hint">A hint, or null.</param>
public sealed record RadioOption(string Value, string Words, string? Hint = null);
