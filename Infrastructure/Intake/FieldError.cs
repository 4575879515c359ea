namespace ClinicalEngagement.Infrastructure.Intake;

/// <summary>What is wrong with one field, and what to do about it.</summary>
/// <param name="Field">The field's path on the wire, such as <c>clinicians[2].email</c>; empty for the body as a whole.</param>
/// <param name="Message">One sentence in the sender's words that says what to do.</param>
public sealed record FieldError(string Field, string Message);
