using ClinicalEngagement.Functions.Durable;
using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.Functions.Hosting;

/// <summary>The histories of Durable Functions, in the host's storage account; rows are the database server's.</summary>
public sealed class DurableTraces(DurableTaskOrchestrationClient orchestrations, EngagementDatabase database) : ITraces
{
    /// <inheritdoc/>
    public Task<bool> RemoveHistoryAsync(string instanceId, CancellationToken cancellationToken) => orchestrations.PurgeAsync(instanceId, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RewriteFilesAsync(CancellationToken cancellationToken) => database.RewriteAsync(cancellationToken);
}
