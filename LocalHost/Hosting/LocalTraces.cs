using ClinicalEngagement.Infrastructure.Storage;
using ClinicalEngagement.Orchestrations.Ports;

namespace ClinicalEngagement.LocalHost.Hosting;

/// <summary>The two files of this machine: the engine's and the store's.</summary>
internal sealed class LocalTraces(EngineHolder engine, EngagementDatabase database) : ITraces
{
    /// <inheritdoc/>
    public Task<bool> RemoveHistoryAsync(string instanceId, CancellationToken cancellationToken) => engine.Engine.PurgeAsync(instanceId, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RewriteFilesAsync(CancellationToken cancellationToken) =>
        await engine.Engine.RewriteAsync(cancellationToken) && await database.RewriteAsync(cancellationToken);
}
