using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using ClinicalEngagement.Portal.Projects;
using NodaTime;

namespace ClinicalEngagement.Portal.Replacements;

/// <summary>Finds who would bring back what a panel lacks without somebody: among clinicians who are known here, and in the directory.</summary>
internal sealed class ReplacementQuery(IEngagementStore store, IDirectory directory, IClock clock)
{
    public async Task<(IReadOnlyList<Coverage> Lost, IReadOnlyList<Replacement> Suggested)> FindAsync(ProjectView view, PanelMember gone, CancellationToken cancellationToken)
    {
        var lost = Coverage.LostWithout(gone, view.Members, view.Clinicians);
        if (lost.Count == 0)
            return (lost, []);
        var known = await store.ReadAsync((reader, token) => KnownAsync(reader, token), cancellationToken);
        var found = await InDirectoryAsync(lost, cancellationToken);
        var project = view.Project;
        // Whoever was on this panel before was decided about already, and who leads cannot be met by themselves.
        var taken = view.Everyone.Values.Select(m => m.Email)
            .Concat(new[] { project.Lead, project.CoLead, project.Sponsor }.OfType<Person>().Select(p => p.Email)).ToHashSet();
        return (lost, Replacement.For(lost, known.Concat(found).Where(c => !taken.Contains(c.Person.Email))));
    }

    private static async Task<IReadOnlyList<PanelCandidate>> KnownAsync(IStoreReader reader, CancellationToken cancellationToken)
    {
        var years = (await reader.ListAsync<PanelMember>(m => m.YearsHere != null, cancellationToken))
            .GroupBy(m => m.Email).ToDictionary(g => g.Key, g => g.Max(m => m.YearsHere));
        return [.. (await reader.ListAsync<Clinician>(c => c.Version >= 0, cancellationToken)).Select(c => new PanelCandidate(c, years.GetValueOrDefault(c.Email)))];
    }

    // A department is called as its specialty in most directories; where it is not, those who are known are suggested alone.
    private async Task<IReadOnlyList<PanelCandidate>> InDirectoryAsync(IReadOnlyList<Coverage> lost, CancellationToken cancellationToken)
    {
        if (lost.OfType<Coverage.OfSpecialty>().FirstOrDefault() is not { } specialty
            || await directory.CandidatesAsync(new CandidateSource.Department(specialty.Name), cancellationToken) is not PortResult<IReadOnlyList<DirectoryPerson>>.Answered { Value: var people })
            return [];
        var today = WorkingTime.DateOf(clock.GetCurrentInstant());
        return [.. people.Select(p => new PanelCandidate(
            new Clinician { Email = p.Email, Name = p.Name, Role = p.JobTitle ?? "", Specialty = p.Department ?? "" },
            p.HiredOn is { } hired && hired <= today ? Period.Between(hired, today, PeriodUnits.Years).Years : null))];
    }
}
