using ClinicalEngagement.Domain;
using NodaTime;

namespace ClinicalEngagement.Orchestrations.Ports;

/// <summary>The organisation's directory of people.</summary>
public interface IDirectory
{
    /// <summary>Who stands behind each address; an address that is not found has no entry.</summary>
    Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken);
}

/// <summary>A person in the directory.</summary>
/// <param name="Email">Their address.</param>
/// <param name="Name">Display name.</param>
/// <param name="JobTitle">Job title, or null.</param>
/// <param name="Department">Department, or null.</param>
/// <param name="HiredOn">When they joined, or null.</param>
/// <param name="Enabled">False for a disabled account.</param>
public sealed record DirectoryPerson(EmailAddress Email, string Name, string? JobTitle, string? Department, LocalDate? HiredOn, bool Enabled);
