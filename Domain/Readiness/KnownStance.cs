using System.Text.RegularExpressions;
using ClinicalEngagement.Domain.Projects;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>A published statement of a professional body, and wording by which a plan would contradict it.</summary>
/// <param name="Body">The body.</param>
/// <param name="Statement">Title and year.</param>
/// <param name="Holds">What it holds, one sentence.</param>
/// <param name="Topic">What a plan must be about for the statement to bear on it.</param>
/// <param name="Contradiction">Wording that contradicts it.</param>
public sealed record KnownStance(string Body, string Statement, string Holds, Regex Topic, Regex Contradiction);

/// <summary>A plan's wording against a known statement.</summary>
/// <param name="Stance">The statement.</param>
/// <param name="Phrase">The wording.</param>
public sealed record Clash(KnownStance Stance, MarkedPhrase Phrase);

/// <summary>
/// The statements that are known to the product. The list is short on purpose: it holds only what has been read and can be cited, and
/// it replaces nobody's own look at what the panel's bodies say.
/// </summary>
public static class KnownStances
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownStance> All { get; } =
    [
        new(
            "Academy of Medical Royal Colleges",
            "Statement on the initial antimicrobial treatment of sepsis, 2022",
            "The time to a first antimicrobial follows how ill the person is: 1, 3 or 6 hours.",
            new Regex(@"\b(?:sepsis|septic|antibiotics?|antimicrobials?)\b", Plain, Limit),
            new Regex(
                @"\b(?:one|1|an)\s+hour\b[^.;]{0,40}\b(?:everyone|everybody|all|every|each)\b|\b(?:everyone|everybody|all|every|each)\b[^.;]{0,60}\b(?:one|1|an)\s+hour\b",
                Plain, Limit)),
        new(
            "GMC",
            "Decision making and consent, 2020",
            "All patients have the right to be involved in decisions about their treatment and care.",
            new Regex(@"\b(?:patients?|treatment|care|follow-?ups?)\b", Plain, Limit),
            new Regex(
                @"\bpatients?\b[^.;]{0,60}\b(?:are|will be)\s+(?:not|no longer)\s+(?:asked|told|offered a choice)\b"
                + @"|\bwithout\s+(?:asking|telling|the consent of)\s+(?:the\s+|a\s+|our\s+)?patients?\b|\bwithout\s+patients?[’']?s?\s+(?:consent|agreement)\b",
                Plain, Limit)),
        new(
            "NMC",
            "The Code, 2018, section 11",
            "Tasks are delegated only within the other person’s competence, and whoever they are delegated to is supervised and supported.",
            new Regex(@"\b(?:nurs\w+|assistants?|support workers?)\b", Plain, Limit),
            new Regex(
                @"\b(?:healthcare|health care|nursing)\s+(?:assistants?|support workers?)\b[^.;]{0,80}\b(?:unsupervised|without\s+(?:direct\s+)?supervision)\b"
                + @"|\bunsupervised\b[^.;]{0,40}\b(?:healthcare|health care|nursing)\s+(?:assistants?|support workers?)\b",
                Plain, Limit)),
        new(
            "BMA",
            "Safe scope of practice for medical associate professions, 2024",
            "Physician and anaesthesia associates assist a doctor who supervises them; they see no undifferentiated patients and decide on no treatment by themselves.",
            new Regex(@"\b(?:physician|anaesthesia)\s+(?:associates?|assistants?)\b", Plain, Limit),
            new Regex(
                @"\b(?:physician|anaesthesia)\s+(?:associates?|assistants?)\b[^.;]{0,80}\b(?:undifferentiated|unsupervised|without\s+(?:a\s+doctor|supervision)"
                + @"|(?:instead|in\s+(?:the\s+)?place)\s+of\s+(?:a\s+|the\s+|our\s+)?(?:doctors?|registrars?|consultants?))\b",
                Plain, Limit)),
    ];

    /// <summary>
    /// Where the aim or an objective contradicts a statement. A clash that the plan deals with (the body is named, with how) is none.
    /// </summary>
    public static IEnumerable<Clash> UnhandledIn(Plan plan)
    {
        var texts = plan.Objectives.Prepend(plan.Measure).Where(m => m is not null).Select(m => m!.Name).Prepend(plan.PatientBenefit).ToArray();
        foreach (var stance in All)
        {
            var isHandled = plan.BodiesWithDifferentView.Any(b => Same(b.Body, stance.Body) && !string.IsNullOrWhiteSpace(b.Handling));
            if (isHandled || !texts.Any(stance.Topic.IsMatch))
                continue;
            foreach (var text in texts)
                if (stance.Contradiction.Match(text) is { Success: true } match)
                    yield return new Clash(stance, new MarkedPhrase(text, match.Index, match.Length));
        }
    }

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other, StringComparison.OrdinalIgnoreCase);
}
