namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What is wrong with one row of a list.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Message">What to do, one sentence.</param>
public sealed record ListError(int Line, string Message);
