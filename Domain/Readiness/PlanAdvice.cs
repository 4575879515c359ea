using System.Globalization;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using NodaTime;
using NodaTime.Text;

namespace ClinicalEngagement.Domain.Readiness;

/// <summary>Advice that was set aside.</summary>
/// <param name="Key">Which advice.</param>
/// <param name="Reason">Why, in the lead's words.</param>
/// <param name="At">When.</param>
public sealed record SetAside(string Key, string Reason, Instant At);

/// <summary>Something that would make the plan better; it holds nothing up.</summary>
/// <param name="Key">What it is about, by kind and content: when the content changes it is given anew.</param>
/// <param name="Section">The part of the plan in which it is mended.</param>
/// <param name="Words">What to do, in words that help.</param>
/// <param name="Marked">The wording it points at, or null.</param>
public sealed record Advice(string Key, PlanSection Section, string Words, MarkedPhrase? Marked = null)
{
    /// <summary>Why the lead set it aside, or null.</summary>
    public string? SetAsideBecause { get; init; }
}

/// <summary>Advice on a plan beyond what the gates need (DOMAIN: to succeed; bullet proofing; professional bodies).</summary>
public static class PlanAdvice
{
    /// <summary>A fact that was checked longer ago than this is to be looked at again.</summary>
    public static readonly Period FactsGoStaleAfter = Period.FromMonths(12);

    private static readonly LocalDatePattern Day = LocalDatePattern.Create("d MMMM uuuu", CultureInfo.InvariantCulture);

    /// <summary>All advice in the order of the pages; what was set aside says why.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="panel">Who is on the panel.</param>
    /// <param name="setAside">What the lead set aside.</param>
    /// <param name="today">Today.</param>
    public static IReadOnlyList<Advice> Of(Plan plan, IEnumerable<Clinician> panel, IEnumerable<SetAside> setAside, LocalDate today)
    {
        var reasons = setAside.GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Last().Reason);
        return [.. OnWording(plan).Concat(OnObjectives(plan)).Concat(OnFacts(plan, today)).Concat(OnExampleAndStory(plan)).Concat(OnBodies(plan, panel)).Concat(OnRisks(plan))
            .Select(a => a with { SetAsideBecause = reasons.GetValueOrDefault(a.Key) })
            .OrderBy(a => a.Section)];
    }

    private static IEnumerable<Advice> OnWording(Plan plan)
    {
        const string Instead = "is only about a target, throughput or savings. Say what patients gain: clinicians are won for quality, not for a number.";
        if (TargetWording.Find(plan.PatientBenefit) is { } aim)
            yield return new(Key("wording", plan.PatientBenefit), PlanSection.Aim, $"“{aim.Phrase}” {Instead}", aim);
        foreach (var measure in Measures(plan))
            if (TargetWording.Find(measure.Name) is { } phrase)
                yield return new(Key("wording", measure.Name), PlanSection.Objectives, $"“{phrase.Phrase}” {Instead}", phrase);
    }

    private static IEnumerable<Advice> OnObjectives(Plan plan)
    {
        foreach (var measure in Measures(plan).Where(m => !m.Balancing))
        {
            var missing = new List<string>();
            if (measure.Baseline is null)
                missing.Add("where it stands today");
            if (measure.Goal is null)
                missing.Add("where it should be");
            if (measure.GoalDate is null)
                missing.Add("by when");
            if (missing.Count > 0)
                yield return new(
                    Key("objective", measure.Name, string.Join('/', missing)), PlanSection.Objectives,
                    $"“{measure.Name}”: add {Enumerated(missing)}. A clear objective has a measure, a baseline, a goal and a date.");
        }

        if (plan.Measure is not null && !Measures(plan).Any(m => m.Balancing))
            yield return new("balancing", PlanSection.Objectives, "Add a balancing measure: what must not get worse while this gets better.");
    }

    private static IEnumerable<Advice> OnFacts(Plan plan, LocalDate today)
    {
        foreach (var fact in plan.Facts)
        {
            if (string.IsNullOrWhiteSpace(fact.Source))
                yield return new(Key("source", fact.Text), PlanSection.Evidence, $"“{Short(fact.Text)}”: add where it stands written. It is the first thing that is asked.");
            if (fact.CheckedBy is null || fact.CheckedOn is null)
                yield return new(Key("checked", fact.Text), PlanSection.Evidence, $"“{Short(fact.Text)}”: have somebody check it, and say who and when.");
            else if (IsStale(fact, today))
                yield return new(
                    Key("stale", fact.Text, Day.Format(fact.CheckedOn.Value)), PlanSection.Evidence,
                    $"“{Short(fact.Text)}” was checked by {fact.CheckedBy} on {Day.Format(fact.CheckedOn.Value)}. See whether it still holds.");
        }
    }

    /// <summary>True when a fact was last checked so long ago that it is marked.</summary>
    public static bool IsStale(SourcedFact fact, LocalDate today) => fact.CheckedOn is { } on && on + FactsGoStaleAfter < today;

    private static IEnumerable<Advice> OnExampleAndStory(Plan plan)
    {
        if (string.IsNullOrWhiteSpace(plan.ExampleElsewhere))
            yield return new("example", PlanSection.ExampleAndStory, "Add an example of how it works elsewhere: where, and what they do. “It cannot be done” is answered by where it is done.");
        if (plan.Story is null)
            yield return new("story", PlanSection.ExampleAndStory, "Add a patient’s story, with their consent recorded. It says what the numbers mean.");
        else if (!plan.Story.Consent)
            yield return new("consent", PlanSection.ExampleAndStory, "Record the patient’s consent, or take the story out. Until then it is told to nobody.");
    }

    private static IEnumerable<Advice> OnBodies(Plan plan, IEnumerable<Clinician> panel)
    {
        var looked = plan.Stances.Select(s => s.Body).Concat(plan.BodiesWithDifferentView.Select(b => b.Body)).Select(b => b.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var open = panel.SelectMany(ProfessionalBodies.Of).Select(b => b.Trim()).Where(b => b.Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase).Where(b => !looked.Contains(b))
            .OrderBy(ProfessionalBodies.KindOf).ThenBy(b => b, StringComparer.OrdinalIgnoreCase).ToArray();
        if (open.Length > 0)
            yield return new(
                Key("stances", string.Join('/', open)), PlanSection.ProfessionalBodies,
                $"People on the panel belong to {Enumerated(open)}. Look up what {(open.Length == 1 ? "it says" : "they say")} on this, and note it: a change against one’s own body is hard to support.");
    }

    private static IEnumerable<Advice> OnRisks(Plan plan)
    {
        if (plan.Risks.Count == 0)
            yield return new("risks", PlanSection.Risks, "Ask what may go wrong, what difficulties could occur, and what is the worst that can be imagined. Whoever resists will know.");
        foreach (var risk in plan.Risks.Where(r => r is { VeryLikely: true, Major: true }))
        {
            var missing = new List<string>();
            if (string.IsNullOrWhiteSpace(risk.Prevention))
                missing.Add("what keeps it from happening");
            if (string.IsNullOrWhiteSpace(risk.Contingency))
                missing.Add("what is done if it happens");
            if (missing.Count > 0)
                yield return new(Key("risk", risk.Text, string.Join('/', missing)), PlanSection.Risks, $"“{Short(risk.Text)}” is major and very likely. Add {Enumerated(missing)}.");
        }
    }

    private static IEnumerable<Measure> Measures(Plan plan) => plan.Objectives.Prepend(plan.Measure).OfType<Measure>();

    private static string Key(string kind, params ReadOnlySpan<object> content) => $"{kind}/{StableId.From(content):N}";

    private static string Enumerated(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    private static string Short(string text) => text.Length <= 60 ? text : text[..57].TrimEnd() + "…";
}
