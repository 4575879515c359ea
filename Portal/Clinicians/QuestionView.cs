using NodaTime;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>What a clinician sees of a question about their own words: that it is asked, by whom, and whether they answered it.</summary>
/// <param name="Project">The project's name, as it stood in the mail.</param>
/// <param name="Lead">Who asks.</param>
/// <param name="LeadPhone">Their telephone number, or null.</param>
/// <param name="IsCurrent">False once a newer mail asks about something newer.</param>
/// <param name="Suggestion">True for a suggestion.</param>
/// <param name="AnsweredAt">When it was answered, or null.</param>
/// <param name="IsClosed">True once it is closed.</param>
/// <param name="SampleData">True for sample data.</param>
public sealed record QuestionView(
    string Project, string Lead, string? LeadPhone, bool IsCurrent, bool Suggestion, Instant? AnsweredAt, bool IsClosed, bool SampleData);
