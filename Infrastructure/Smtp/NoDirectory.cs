using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Infrastructure.Smtp;

/// <summary>Without Microsoft 365 there is no directory to ask: the panel stands as the lead typed it.</summary>
internal sealed class NoDirectory : IDirectory
{
    private const string Why = "Without Microsoft 365 there is no directory to ask.";

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken) =>
        Task.FromResult<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>>(new PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>.Refused(Why));

    public Task<PortResult<IReadOnlyList<DirectoryPerson>>> CandidatesAsync(CandidateSource source, CancellationToken cancellationToken) =>
        Task.FromResult<PortResult<IReadOnlyList<DirectoryPerson>>>(new PortResult<IReadOnlyList<DirectoryPerson>>.Refused(Why));
}
