using ClinicalEngagement.Domain;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>The directory that a page asks for candidates, by where it is asked to look.</summary>
internal sealed class PortalDirectory : IDirectory
{
    public Dictionary<CandidateSource, PortResult<IReadOnlyList<DirectoryPerson>>> Answers { get; } = [];

    public Task<PortResult<IReadOnlyDictionary<EmailAddress, DirectoryPerson>>> FindAsync(
        IReadOnlyCollection<EmailAddress> addresses, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PortResult<IReadOnlyList<DirectoryPerson>>> CandidatesAsync(CandidateSource source, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.GetValueOrDefault(source, new PortResult<IReadOnlyList<DirectoryPerson>>.Answered([])));
}
