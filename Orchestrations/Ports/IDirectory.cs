using ClinicalEngagement.Domain;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>The organisation's directory of people.</summary>
public interface IDirectory
{
    /// <summary>Who stands behind each address; an address that is not found has no entry.</summary>
    Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken);

    /// <summary>Whom a group or a department holds, by name: candidates for a panel. Guests, disabled accounts and people without a mailbox are left out.</summary>
    /// <returns>Nobody as well when there is no such group or department.</returns>
    Task<PortResult<IReadOnlyList<DirectoryPerson>>> CandidatesAsync(CandidateSource source, CancellationToken cancellationToken);
}

/// <summary>Where candidates for a panel come from.</summary>
public abstract record CandidateSource
{
    private CandidateSource()
    {
    }

    /// <summary>The members of a group, those of the groups within it included.</summary>
    /// <param name="Address">The group's e-mail address.</param>
    public sealed record Group(EmailAddress Address) : CandidateSource;

    /// <summary>Everybody whose account names that department.</summary>
    /// <param name="Name">As the directory writes it; case does not matter.</param>
    public sealed record Department(string Name) : CandidateSource;
}

/// <summary>A person in the directory.</summary>
/// <param name="Email">Their address.</param>
/// <param name="Name">Display name.</param>
/// <param name="JobTitle">Job title, or null.</param>
/// <param name="Department">Department, or null.</param>
/// <param name="HiredOn">When they joined, or null.</param>
/// <param name="Enabled">False for a disabled account.</param>
public sealed record DirectoryPerson(EmailAddress Email, string Name, string? JobTitle, string? Department, LocalDate? HiredOn, bool Enabled);
