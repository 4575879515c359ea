using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Panel;
using ClinicalEngagement.Domain.Projects;
using ClinicalEngagement.Orchestrations.Ports;
using ClinicalEngagement.Orchestrations.Store;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Projects;

/// <summary>Finds who would bring back what a panel lacks without somebody: among clinicians who are known here, and in the directory.</summary>
public sealed class PanelReplacements(IEngagementStore store, IDirectory directory, IClock clock)
{
    /// <summary>Looks.</summary>
    /// <param name="project">The project.</param>
    /// <param name="gone">Who has left its panel, is away or moves on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What the panel lacks without them, and at most <see cref="Replacement.Most"/> who would bring some of it back.</returns>
    public async Task<(IReadOnlyList<Coverage> Lost, IReadOnlyList<Replacement> Suggested)> FindAsync(Project project, PanelMember gone, CancellationToken cancellationToken)
    {
        var (panel, clinicians, known) = await store.ReadAsync(
            async (reader, token) =>
            {
                var members = await reader.ListAsync<PanelMember>(m => m.ProjectId == project.Id, token);
                return (members, await Panels.CliniciansAsync(reader, members, token), await KnownAsync(reader, token));
            },
            cancellationToken);
        var lost = Coverage.LostWithout(gone, panel, clinicians);
        if (lost.Count == 0)
            return (lost, []);
        var found = await InDirectoryAsync(lost, cancellationToken);
        // Whoever was on this panel before was decided about already, and who leads cannot be met by themselves.
        var taken = panel.Select(m => m.Email)
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
        return [.. people.Where(p => !KeepsDiaries(p.JobTitle ?? "")).Select(p => new PanelCandidate(
            new Clinician { Email = p.Email, Name = p.Name, Role = p.JobTitle ?? "", Specialty = p.Department ?? "" },
            p.HiredOn is { } hired && hired <= today ? Period.Between(hired, today, PeriodUnits.Years).Years : null))];
    }

    // A department holds its secretaries and administrators too.
    private static bool KeepsDiaries(string jobTitle) =>
        jobTitle.Contains("secretary", StringComparison.OrdinalIgnoreCase) || jobTitle.Contains("administrator", StringComparison.OrdinalIgnoreCase);
}
