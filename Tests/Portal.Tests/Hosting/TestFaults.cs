using ClinicalEngagement.Portal.Simulation;

namespace ClinicalEngagement.Portal.Tests.Hosting;

/// <summary>Faults that only remember what was asked of them.</summary>
internal sealed class TestFaults : ISimulationFaults
{
    public List<SimulationFault> Present { get; } = [];

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. Present.Select(f => f.ToString())]);

    public Task AddAsync(SimulationFault fault, CancellationToken cancellationToken)
    {
        Present.Add(fault);
        return Task.CompletedTask;
    }

    public Task ClearAsync(CancellationToken cancellationToken)
    {
        Present.Clear();
        return Task.CompletedTask;
    }
}
