using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Domain.Readiness;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>Something to think of before a panel is called complete. A checklist, not a lock.</summary>
/// <param name="Key">What it is about; when that changes it is asked anew.</param>
/// <param name="Words">What to think of, in the method's words.</param>
public sealed record PanelReminder(string Key, string Words)
{
    /// <summary>Why the lead set it aside, or null while it is open.</summary>
    public string? SetAsideBecause { get; init; }

    /// <summary>True while nobody has dealt with it.</summary>
    public bool IsOpen => SetAsideBecause is null;
}

/// <summary>
/// Whom a panel lacks (DOMAIN: think about who: someone in favour, or someone with a different perspective; opinion formers; long-serving
/// and newer leaders; every affected specialty and professional body; the nine Cs).
/// </summary>
public static class PanelChecklist
{
    /// <summary>How the keys of its reminders begin.</summary>
    public const string KeyPrefix = "panel/";

    /// <summary>The key of the reminder of the nine Cs.</summary>
    public const string NineCsKey = KeyPrefix + "nine-cs";

    /// <summary>Years from which somebody is long-serving: brings reputation.</summary>
    public const int LongServingFrom = 10;

    /// <summary>Years up to which somebody is newer: brings practice from elsewhere and fresh eyes.</summary>
    public const int NewerUpTo = 3;

    /// <summary>Stakeholder groups to go through, so that none is forgotten.</summary>
    public const string NineCs = "commissioners, customers, collaborators, contributors, channels, commentators, consumers, champions and competitors";

    /// <summary>The reminders that apply, set aside ones included.</summary>
    /// <param name="plan">The plan, for whom the change affects.</param>
    /// <param name="members">Those on the panel.</param>
    /// <param name="clinicians">What is known of them across projects.</param>
    /// <param name="setAside">What the lead set aside.</param>
    public static IReadOnlyList<PanelReminder> Of(
        Plan plan, IReadOnlyList<PanelMember> members, IReadOnlyDictionary<EmailAddress, Clinician> clinicians, IEnumerable<SetAside> setAside)
    {
        var reasons = setAside.GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Last().Reason);
        var people = members.Select(m => clinicians.GetValueOrDefault(m.Email)).OfType<Clinician>().ToArray();
        return [.. OnSpecialties(plan, people).Concat(OnBodies(plan, people)).Concat(OnYears(members)).Concat(OnViews(members)).Concat(OnInfluence(members))
            .Append(new PanelReminder(NineCsKey, $"Go once through the nine Cs, so that nobody is forgotten: {NineCs}."))
            .Select(r => r with { SetAsideBecause = reasons.GetValueOrDefault(r.Key) })];
    }

    private static IEnumerable<PanelReminder> OnSpecialties(Plan plan, Clinician[] people)
    {
        if (plan.AffectedSpecialties.Count == 0)
            yield return new("panel/specialties", "Say which specialties the change affects, so that none is left out.");
        foreach (var specialty in plan.AffectedSpecialties.Where(s => !people.Any(p => Coverage.IsOf(p.Specialty, p.Role, s))))
            yield return new($"panel/specialty/{specialty.ToLowerInvariant()}", $"{specialty} is affected, and nobody on the panel is from there.");
    }

    private static IEnumerable<PanelReminder> OnBodies(Plan plan, Clinician[] people)
    {
        var there = people.SelectMany(ProfessionalBodies.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var body in plan.BodiesWithDifferentView.Select(b => b.Body.Trim()).Where(b => ProfessionalBodies.KindOf(b) != BodyKind.Other && !there.Contains(b)))
            // The Academy is of colleges, not of people.
            if (body != "Academy of Medical Royal Colleges")
                yield return new($"panel/body/{body.ToLowerInvariant()}", $"{body} has a different view, and nobody on the panel belongs to it.");
    }

    private static IEnumerable<PanelReminder> OnYears(IReadOnlyList<PanelMember> members)
    {
        if (!members.Any(m => m.YearsHere >= LongServingFrom))
            yield return new("panel/long-serving", "Nobody on the panel is known to be long-serving. They bring reputation and know what was tried before.");
        if (!members.Any(m => m.YearsHere <= NewerUpTo))
            yield return new("panel/newer", "Nobody on the panel is known to be newer here. Newer leaders bring practice from elsewhere and fresh eyes.");
    }

    private static IEnumerable<PanelReminder> OnViews(IReadOnlyList<PanelMember> members)
    {
        var views = members.Select(m => m.PositionHeld ?? m.LikelyView).OfType<Position>().ToArray();
        if (views.Length == 0)
            yield return new("panel/views", "Say what view you expect of each. It only puts the panel in order; it is never shown to anybody else.");
        else if (views.All(v => v is Position.Supports or Position.StronglySupports))
            yield return new(
                "panel/all-supporters",
                "Everybody whose view is known is in favour. Someone with a different perspective, a person who resists, helps to find risks, pitfalls and unintended consequences, and to mitigate them.");
    }

    private static IEnumerable<PanelReminder> OnInfluence(IReadOnlyList<PanelMember> members)
    {
        if (!members.Any(m => m.OpinionFormer))
            yield return new("panel/opinion-formers", "Nobody is marked as an opinion former. Whom do colleagues listen to? They are met individually before anything is shown to a group.");
        if (members.Count(m => m.Power is null || m.Impact is null) is > 0 and var unplaced)
            yield return new($"panel/unplaced/{unplaced}", $"{unplaced} {(unplaced == 1 ? "person has" : "people have")} no place yet in power against impact.");
    }
}
