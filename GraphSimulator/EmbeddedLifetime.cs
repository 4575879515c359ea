namespace ClinicalEngagement.GraphSimulator;

/// <summary>Leaves the process's signals to whoever runs the simulator: it may be one part of a larger host.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
