using ClinicalEngagement.Domain.Meetings;
using NodaTime;

namespace ClinicalEngagement.Portal.Clinicians;

/// <summary>What a clinician sees by a signed link: the question and what was done with it. Nothing else that is stored.</summary>
/// <param name="Project">The project's name, as it stood in the mail.</param>
/// <param name="Lead">Who asks.</param>
/// <param name="Host">Who would meet them.</param>
/// <param name="LeadPhone">Their telephone number, or null.</param>
/// <param name="Meeting">The meeting, or null on the page for words.</param>
/// <param name="NoMore">True once they asked for no more messages.</param>
/// <param name="PausedUntil">"Not now": until then, or null.</param>
/// <param name="Deputy">True once they named a colleague to be met in their place.</param>
/// <param name="SampleData">True for sample data.</param>
/// <param name="Now">The moment it was read.</param>
public sealed record AnswerView(
    string Project, string Lead, string Host, string? LeadPhone, Meeting? Meeting, bool NoMore, Instant? PausedUntil, bool Deputy, bool SampleData, Instant Now)
{
    /// <summary>The other project in whose meeting this one is held, or null.</summary>
    public string? HeldFor { get; init; }
}
