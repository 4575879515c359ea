using ClinicalEngagement.Domain;
using ClinicalEngagement.Domain.Calendars;
using ClinicalEngagement.Domain.Intake;
using ClinicalEngagement.Orchestrations.Ports;
using NodaTime;

namespace ClinicalEngagement.Portal.Plans;

/// <summary>Candidates for a panel from the directory: a group by its address, or a department by its name; the lead ticks whom they want.</summary>
internal sealed class DirectoryCandidates(IDirectory directory, IClock clock)
{
    /// <summary>The name of the field that says where to look.</summary>
    public const string WhereField = "directory";

    /// <summary>The name of the ticks: each sends an address.</summary>
    public const string PickField = "pick";

    private const int MostShown = 200;

    /// <summary>Looks.</summary>
    /// <param name="where">The group's address or the department's name, as it was typed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DirectoryFind> FindAsync(string where, CancellationToken cancellationToken)
    {
        var asked = where.Trim();
        if (asked.Length is 0 or > 200)
            return new DirectoryFind(asked, [], "Enter the e-mail address of a group, or the name of a department.");
        CandidateSource source = asked.Contains('@', StringComparison.Ordinal) ? new CandidateSource.Group(new EmailAddress(asked)) : new CandidateSource.Department(asked);
        return await directory.CandidatesAsync(source, cancellationToken) switch
        {
            PortResult<IReadOnlyList<DirectoryPerson>>.Answered { Value: { Count: > 0 } people } => new DirectoryFind(
                asked, [.. people.Take(MostShown).Select(Candidate)],
                people.Count > MostShown ? $"{people.Count} people are there; the first {MostShown} are shown. A smaller group shows them all." : null),
            PortResult<IReadOnlyList<DirectoryPerson>>.Answered when source is CandidateSource.Group =>
                new DirectoryFind(asked, [], $"There is no group {asked} in the directory, or nobody with a mailbox is in it. Check the address."),
            PortResult<IReadOnlyList<DirectoryPerson>>.Answered =>
                new DirectoryFind(asked, [], $"The directory has nobody in a department called {asked}. Enter it as the directory writes it, or enter a group’s e-mail address."),
            PortResult<IReadOnlyList<DirectoryPerson>>.Throttled => new DirectoryFind(asked, [], "The directory is busy. Try again in a minute, or type the clinicians in."),
            PortResult<IReadOnlyList<DirectoryPerson>>.Refused refused => new DirectoryFind(asked, [], $"{refused.Reason} Type the clinicians in, or choose a file."),
            var other => throw new System.Diagnostics.UnreachableException($"No words for {other.GetType().Name}."),
        };
    }

    /// <summary>Those of a find who were ticked, as a list brings them.</summary>
    public static IReadOnlyList<ClinicianRequest> Picked(DirectoryFind find, IEnumerable<string?> addresses)
    {
        var ticked = addresses.OfType<string>().Select(a => new EmailAddress(a)).ToHashSet();
        return [.. find.People.Where(p => ticked.Contains(p.Email)).Select(p => new ClinicianRequest
        {
            Name = p.Name,
            Email = p.Email.Value,
            Role = p.JobTitle,
            Specialty = p.Department,
            YearsHere = p.YearsHere,
        })];
    }

    private Candidate Candidate(DirectoryPerson person) => new(
        person.Email, person.Name, person.JobTitle, person.Department,
        person.HiredOn is { } hired && WorkingTime.DateOf(clock.GetCurrentInstant()) is var today && hired <= today ? Period.Between(hired, today, PeriodUnits.Years).Years : null);
}

/// <summary>What the directory said.</summary>
/// <param name="Asked">Where was looked.</param>
/// <param name="People">Who is there, by name.</param>
/// <param name="Problem">Why there is nobody, or not everybody, and what to do; null when all is well.</param>
public sealed record DirectoryFind(string Asked, IReadOnlyList<Candidate> People, string? Problem);

/// <summary>Somebody who could be put on a panel.</summary>
/// <param name="Email">Their address.</param>
/// <param name="Name">Their name.</param>
/// <param name="JobTitle">Their job title, or null.</param>
/// <param name="Department">Their department, or null.</param>
/// <param name="YearsHere">Full years in the organisation, or null.</param>
public sealed record Candidate(EmailAddress Email, string Name, string? JobTitle, string? Department, int? YearsHere)
{
    /// <summary>What is known of them, in one line.</summary>
    public string Words => string.Join(", ", new[]
    {
        JobTitle, Department, YearsHere switch { null => null, 0 => "here for less than a year", 1 => "here for 1 year", var years => $"here for {years} years" },
    }.Where(w => !string.IsNullOrWhiteSpace(w)));
}
