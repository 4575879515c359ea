using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Domain.Readiness;

namespace ClinicalEngagement.Domain.Panel;

/// <summary>Somebody who could take a place on a panel, by what is known of them anyway.</summary>
/// <param name="Person">Who.</param>
/// <param name="YearsHere">Full years in the organisation, or null.</param>
public sealed record PanelCandidate(Clinician Person, int? YearsHere)
{
    /// <summary>True when they would bring that. A view or influence is never derived of somebody who was not asked.</summary>
    public bool Brings(Coverage coverage) => coverage switch
    {
        Coverage.OfSpecialty specialty => Coverage.IsOf(Person.Specialty, Person.Role, specialty.Name),
        Coverage.OfBody body => ProfessionalBodies.Of(Person).Contains(body.Name, StringComparer.OrdinalIgnoreCase),
        Coverage.LongServing => YearsHere >= PanelChecklist.LongServingFrom,
        Coverage.Newer => YearsHere <= PanelChecklist.NewerUpTo,
        _ => false,
    };

    /// <summary>What is asked for when they are put on a panel: what is known of them, and no view.</summary>
    public ClinicianRequest ToRequest() => new()
    {
        Name = Person.Name,
        Email = Person.Email.Value,
        Role = Person.Role is { Length: > 0 } role ? role : null,
        Specialty = Person.Specialty is { Length: > 0 } specialty ? specialty : null,
        ProfessionalBodies = Person.ProfessionalBodies,
        YearsHere = YearsHere,
    };
}

/// <summary>Who would bring back to a panel what it lost.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Restores">What of the lost coverage.</param>
public sealed record Replacement(PanelCandidate Candidate, IReadOnlyList<Coverage> Restores)
{
    /// <summary>At most so many are suggested.</summary>
    public const int Most = 8;

    /// <summary>Those who would bring something back, who brings most first, then by name. Whoever wants no more messages is left out.</summary>
    public static IReadOnlyList<Replacement> For(IReadOnlyList<Coverage> lost, IEnumerable<PanelCandidate> candidates) =>
    [
        .. candidates
            .Where(c => c.Person.NoMoreAt is null)
            .DistinctBy(c => c.Person.Email)
            .Select(c => new Replacement(c, [.. lost.Where(c.Brings)]))
            .Where(r => r.Restores.Count > 0)
            .OrderByDescending(r => r.Restores.Count)
            .ThenBy(r => r.Candidate.Person.Name, StringComparer.Ordinal)
            .ThenBy(r => r.Candidate.Person.Email)
            .Take(Most),
    ];
}
