namespace ClinicalEngagement.Domain.Panel;

/// <summary>In which order a panel is met, and why each person is on it (DOMAIN: stakeholder analysis; know your clinicians).</summary>
public static class PanelOrder
{
    /// <summary>
    /// Power before impact, opinion formers before others of their quadrant since they are met individually before anything is shown to
    /// a group, then people with a different perspective, then by name, so that the order never depends on the order of entry.
    /// </summary>
    /// <returns>The members with <see cref="PanelMember.Order"/> from 1 and a factual <see cref="PanelMember.Reason"/>.</returns>
    public static IReadOnlyList<PanelMember> Of(IEnumerable<PanelMember> members, IReadOnlyDictionary<EmailAddress, Clinician> clinicians) =>
        [.. members
            .OrderByDescending(m => (int)(m.Power ?? HighOrLow.Low))
            .ThenByDescending(m => m.OpinionFormer)
            .ThenByDescending(m => (int)(m.Impact ?? HighOrLow.Low))
            .ThenByDescending(m => m.LikelyView is Position.HasConcerns or Position.DoesNotSupportAsProposed)
            .ThenBy(m => m.Name, StringComparer.Ordinal)
            .ThenBy(m => m.Email)
            .Select((m, index) => m with { Order = index + 1, Reason = ReasonFor(m, clinicians.GetValueOrDefault(m.Email)) })];

    /// <summary>Factual and fit to be read by the person: role, specialty, body, years; never power, influence or views.</summary>
    private static string ReasonFor(PanelMember member, Clinician? clinician)
    {
        var role = clinician is { Role.Length: > 0 } known ? known.Role : "Clinician";
        var parts = new List<string> { role };
        if (clinician is { Specialty.Length: > 0 } c && !role.Contains(c.Specialty, StringComparison.OrdinalIgnoreCase))
            parts.Add($"{c.Specialty} is affected");
        if (clinician is { ProfessionalBodies.Count: > 0 })
            parts.Add($"perspective of {string.Join(", ", clinician.ProfessionalBodies)}");
        if (member.YearsHere is { } years)
            parts.Add(years >= 10 ? $"{years} years here" : years <= 3 ? "newer, brings practice from elsewhere" : $"{years} years here");
        return string.Join("; ", parts) + ".";
    }
}
